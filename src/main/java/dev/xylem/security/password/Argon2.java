package dev.xylem.security.password;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id as a <a href="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md">PHC string</a>.
 */
final class Argon2 {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,171})");
    private static final int MOST_MEMORY = 1 << 18;
    private static final int MOST_PASSES = 32;
    private static final int MOST_LANES = 16;
    private static final int LEAST_PER_LANE = 8;

    private static final int MEMORY = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int memory;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] tag;

    /** @param memory in KiB */
    private Argon2(int memory, int passes, int lanes, byte[] salt, byte[] tag) {
        this.memory = memory;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.tag = tag;
    }

    /** Empty when the text is none, or one that would cost more than any login may: 256 MiB, 32 passes. */
    static Optional<Argon2> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(form.group(1));
        int passes = Integer.parseInt(form.group(2));
        int lanes = Integer.parseInt(form.group(3));
        boolean fit = memory <= MOST_MEMORY && passes <= MOST_PASSES && lanes <= MOST_LANES;
        if (!fit || passes < 1 || lanes < 1 || memory < LEAST_PER_LANE * lanes) {
            return Optional.empty();
        }
        try {
            var base64 = Base64.getDecoder();
            return Optional.of(
                    new Argon2(memory, passes, lanes, base64.decode(form.group(4)), base64.decode(form.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One that no password leads to, with today's parameters. */
    static Argon2 decoy() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Argon2(MEMORY, PASSES, 1, salt, new byte[TAG_BYTES]);
    }

    /** With a salt of its own and today's parameters. */
    static Argon2 hash(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Argon2(MEMORY, PASSES, 1, salt, compute(MEMORY, PASSES, 1, salt, TAG_BYTES, password));
    }

    /** What the password comes to with these parameters and this salt. */
    byte[] compute(byte[] password) {
        return compute(memory, passes, lanes, salt, tag.length, password);
    }

    private static byte[] compute(int memory, int passes, int lanes, byte[] salt, int length, byte[] password) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] tag = new byte[length];
        generator.generateBytes(password, tag);
        return tag;
    }

    byte[] tag() {
        return tag;
    }

    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(memory, passes, lanes, base64.encodeToString(salt), base64.encodeToString(tag));
    }

    @Override
    public String toString() {
        return "Argon2[m=" + memory + ",t=" + passes + ",p=" + lanes + "]";
    }
}
