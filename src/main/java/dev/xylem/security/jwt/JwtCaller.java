package dev.xylem.security.jwt;

import dev.xylem.api.Caller;
import dev.xylem.config.JwtSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.json.JsonParseException;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/** Who a token's claims speak of. */
final class JwtCaller {
    private static final Pattern UNFIT = Pattern.compile("[:\\p{Cntrl}]");
    private static final int LONGEST = 255;

    private final JwtSettings settings;

    JwtCaller(JwtSettings settings) {
        this.settings = settings;
    }

    /** Empty when the claims hold no user id, or roles that are no texts. */
    Optional<Caller> of(JwtClaims claims) {
        Optional<Set<String>> roles = roles(find(claims.getClaimsMap(), settings.rolesClaim()));
        return find(claims.getClaimsMap(), settings.userClaim()) instanceof String user
                        && isId(user)
                        && roles.isPresent()
                ? properties(claims).map(properties -> new Caller(user, roles.get(), properties))
                : Optional.empty();
    }

    private static Optional<BsonDocument> properties(JwtClaims claims) {
        try {
            return Optional.of(BsonDocument.parse(claims.getRawJson()));
        } catch (IllegalArgumentException | JsonParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isId(String user) {
        return !user.isBlank()
                && user.length() <= LONGEST
                && !UNFIT.matcher(user).find();
    }

    private static @Nullable Object find(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object at = claims;
        for (String name : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    /** A list of texts, or one text of words as in {@code scope}; none when the claim is not there. */
    private static Optional<Set<String>> roles(@Nullable Object claim) {
        return switch (claim) {
            case null -> Optional.of(Set.of());
            case String words -> Optional.of(named(List.of(words.split("[ ,]+", -1))));
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> Optional.of(named(list));
            default -> Optional.empty();
        };
    }

    /** Names with a dollar sign are ours to give. */
    private static Set<String> named(List<?> words) {
        Set<String> roles = new HashSet<>();
        for (Object word : words) {
            String role = word.toString();
            if (!role.isEmpty() && !role.startsWith("$")) {
                roles.add(role);
            }
        }
        return roles;
    }
}
