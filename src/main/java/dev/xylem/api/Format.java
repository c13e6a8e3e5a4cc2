package dev.xylem.api;

/** How the answer is written: negotiated from {@code rep}, {@code hal}, {@code jsonMode} and {@code Accept}. */
public record Format(Representation representation, Hal hal, JsonMode jsonMode, String mediaType) {

    public enum Representation {
        HAL,
        /** HAL's members with {@code _embedded} as one flat array. */
        SHAL,
        STANDARD
    }

    public enum Hal {
        COMPACT,
        FULL
    }

    public enum JsonMode {
        /** Ours: see docs/http-api.md, "Values". */
        DEFAULT,
        STRICT,
        EXTENDED,
        RELAXED,
        SHELL
    }
}
