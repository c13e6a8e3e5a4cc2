package dev.xylem.cli;

/** A command can't be done, or was not done to the end. The message is for the operator to read. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** It broke off on the way; what it had written is told. */
    static final int BROKEN_OFF = 1;

    /** The words or settings are wrong; nothing was touched. */
    static final int WRONG_WORDS = 2;

    /** The target already holds documents; nothing was touched. */
    static final int OCCUPIED = 3;

    /** The backup is not whole; nothing was touched. */
    static final int DAMAGED = 4;

    private final int code;

    private Refusal(int code, String message) {
        super(message);
        this.code = code;
    }

    static Refusal brokenOff(String message) {
        return new Refusal(BROKEN_OFF, message);
    }

    static Refusal wrongWords(String message) {
        return new Refusal(WRONG_WORDS, message);
    }

    static Refusal occupied(String message) {
        return new Refusal(OCCUPIED, message);
    }

    static Refusal damaged(String message) {
        return new Refusal(DAMAGED, message);
    }

    /** The exit code of the process. */
    int code() {
        return code;
    }
}
