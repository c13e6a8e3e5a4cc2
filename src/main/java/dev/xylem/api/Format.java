package dev.xylem.api;

/**
 * How the answer is written: negotiated from {@code rep}, {@code hal}, {@code jsonMode} and {@code Accept}.
 *
 * @param rawCsv false when a spreadsheet must not take text for a formula
 */
public record Format(Representation representation, Hal hal, JsonMode jsonMode, String mediaType, boolean rawCsv) {
    /** Before anybody asked for another one. */
    public static final Format USUAL =
            new Format(Representation.HAL, Hal.COMPACT, JsonMode.DEFAULT, "application/hal+json", false);

    public enum Representation {
        HAL,
        /** HAL's members with {@code _embedded} as one flat array. */
        SHAL,
        STANDARD,
        /** One document a line. */
        NDJSON,
        /** A table (RFC 4180). */
        CSV;

        /** True for a result that is a row of documents and nothing else, of any length. */
        public boolean isStreamed() {
            return this == NDJSON || this == CSV;
        }
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
