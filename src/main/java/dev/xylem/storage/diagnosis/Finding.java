package dev.xylem.storage.diagnosis;

/**
 * One thing that was looked at.
 *
 * @param about one word: {@code dns}, {@code tls}, {@code login}, ...
 * @param text for the operator; never a secret
 */
public record Finding(Kind kind, String about, String text) {
    public enum Kind {
        /** As it should be. */
        WELL,
        /** The store can't do it, so the server refuses it; everything else works. */
        OFF,
        /** It works, and may surprise later. */
        NOTE,
        /** The server would not work like this. */
        WRONG
    }

    static Finding well(String about, String text) {
        return new Finding(Kind.WELL, about, text);
    }

    static Finding off(String about, String text) {
        return new Finding(Kind.OFF, about, text);
    }

    static Finding note(String about, String text) {
        return new Finding(Kind.NOTE, about, text);
    }

    static Finding wrong(String about, String text) {
        return new Finding(Kind.WRONG, about, text);
    }

    boolean isWrong() {
        return kind == Kind.WRONG;
    }
}
