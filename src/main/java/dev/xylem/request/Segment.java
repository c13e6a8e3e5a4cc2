package dev.xylem.request;

/**
 * One decoded path segment.
 *
 * @param separators true when the decoded text holds {@code /}, {@code \} or {@code ;}, which only a document id may
 */
record Segment(String text, boolean separators) {
    static Segment of(String text) {
        return new Segment(text, false);
    }

    boolean isReserved() {
        return text.startsWith("_");
    }
}
