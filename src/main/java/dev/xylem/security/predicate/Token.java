package dev.xylem.security.predicate;

/**
 * A word of a predicate.
 *
 * @param text without quotes, escapes undone
 * @param offset where it starts, counted from 0
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String text, int offset, int end) {
    enum Kind {
        WORD("a word"),
        QUOTED("a text"),
        OPEN("("),
        CLOSE(")"),
        OPEN_LIST("["),
        CLOSE_LIST("]"),
        OPEN_ARRAY("{"),
        CLOSE_ARRAY("}"),
        COMMA(","),
        EQUALS("="),
        END("the end");

        final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isValue() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** True for an unquoted word. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    String described() {
        return switch (kind) {
            case WORD -> "\"" + text + "\"";
            case QUOTED -> "the text '" + text + "'";
            case END -> "the end of the predicate";
            default -> "\"" + kind.shown + "\"";
        };
    }
}
