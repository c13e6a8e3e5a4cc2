package dev.xylem.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where in a document: <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>. No tokens: the document itself. */
record JsonPointer(String text, List<String> tokens) {

    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

    JsonPointer {
        tokens = List.copyOf(tokens);
    }

    /** Empty when the text is no pointer. */
    static Optional<JsonPointer> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(new JsonPointer(text, List.of()));
        }
        if (!text.startsWith("/") || BAD_ESCAPE.matcher(text).find()) {
            return Optional.empty();
        }
        var tokens = Arrays.stream(SLASH.split(text.substring(1), -1)).map(JsonPointer::unescaped);
        return Optional.of(new JsonPointer(text, tokens.toList()));
    }

    /** In this order, as section 4 of the RFC says, so that {@code ~01} is {@code ~1}. */
    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    int depth() {
        return tokens.size();
    }

    String last() {
        return tokens.getLast();
    }

    /** The same place as a dotted path. */
    String path() {
        return String.join(".", tokens);
    }

    String parentPath() {
        return String.join(".", tokens.subList(0, depth() - 1));
    }

    /** Whether it lies inside a field that is the server's own. */
    boolean isReserved() {
        return !isRoot() && FieldName.isReserved(tokens.getFirst());
    }

    boolean isAbove(JsonPointer other) {
        return depth() < other.depth() && other.tokens.subList(0, depth()).equals(tokens);
    }
}
