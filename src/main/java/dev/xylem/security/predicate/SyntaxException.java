package dev.xylem.security.predicate;

/** A predicate or a variable that can't be read. The message says what was expected. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int offset;
    private final String text;

    /** @param offset where in the text, counted from 0 */
    public SyntaxException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
        this.text = message;
    }

    /** What was expected. */
    public String text() {
        return text;
    }

    public int offset() {
        return offset;
    }

    /** The line in the text, counted from 1. */
    public int line(String text) {
        return 1
                + (int) text.substring(0, Math.min(offset, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The column in its line, counted from 1. */
    public int column(String text) {
        return offset - text.lastIndexOf('\n', offset - 1);
    }
}
