package dev.xylem.security.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;

/** What a token may say of itself. Whatever could choose a key, or change how the token is read, is refused before anything is computed. */
final class JwtHeader {
    private static final Set<String> REFUSED =
            Set.of("crit", "jku", "jwk", "x5u", "x5c", "zip", "enc", "b64", "p2c", "p2s", "epk");
    private static final int MOST_NESTED = 4;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private JwtHeader() {}

    /** True for a signed token whose header names a configured algorithm and nothing that is refused. */
    static boolean isFit(String token, List<String> algorithms) {
        if (!FORM.matcher(token).matches()) {
            return false;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            String text = new String(json, StandardCharsets.UTF_8);
            if (text.chars().filter(c -> c == '{' || c == '[').count() > MOST_NESTED) {
                return false;
            }
            BsonDocument header = BsonDocument.parse(text);
            return header.get("alg") instanceof BsonString name
                    && algorithms.contains(name.getValue())
                    && header.keySet().stream().noneMatch(REFUSED::contains)
                    && isKeyId(header.get("kid", new BsonString("none")));
        } catch (IllegalArgumentException | JsonParseException e) {
            return false;
        }
    }

    private static boolean isKeyId(BsonValue id) {
        return id instanceof BsonString text && KEY_ID.matcher(text.getValue()).matches();
    }
}
