package dev.xylem.cli;

import dev.xylem.api.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names for the files of a backup that every file system and every tar takes: letters, digits, {@code - _ .}, everything else as
 * {@code %XX}, at most 100 characters for each part. They are for people to recognise; which collection a file belongs to is told by the
 * manifest, so that names which would be the same (also where case does not count) get a number.
 */
final class FileNames {
    private static final int MOST = 100;

    private final Set<String> taken = new HashSet<>();

    /** {@code db/coll}, different for each collection asked for. */
    String folder(Namespace namespace) {
        String name = encode(namespace.database()) + "/" + encode(namespace.collection());
        String free = name;
        for (int n = 2; !taken.add(free.toLowerCase(Locale.ROOT)); n++) {
            free = name + "~" + n;
        }
        return free;
    }

    /** The file with that number, from 1, in a collection's folder. */
    static String part(String folder, int number) {
        return "%s/%06d.ndjson".formatted(folder, number);
    }

    private static String encode(String name) {
        var encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            String next = isPlain(b, encoded.isEmpty()) ? String.valueOf((char) b) : "%%%02X".formatted(b);
            if (encoded.length() + next.length() > MOST) {
                break;
            }
            encoded.append(next);
        }
        return encoded.toString();
    }

    /** A dot at the beginning hides a file, or means the folder above. */
    private static boolean isPlain(byte b, boolean first) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || (b == '.' && !first);
    }

    /** True for a name that stays inside the backup, whatever file system it meets. */
    static boolean isSafe(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && name.indexOf('\\') < 0
                && name.indexOf(':') < 0
                && name.indexOf('\0') < 0
                && Arrays.stream(name.split("/", -1)).noneMatch(Set.of("", ".", "..")::contains);
    }
}
