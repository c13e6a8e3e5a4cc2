package dev.xylem.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, before anybody asked what type it should have. */
sealed interface Raw {

    Origin origin();

    /** How to name it in "found ...". */
    String described();

    /**
     * Text: only the key knows its type.
     *
     * @param quoted true when it was written between quotes, which matters where no key knows
     */
    record Text(String text, Origin origin, boolean quoted) implements Raw {
        Text(String text, Origin origin) {
            this(text, origin, false);
        }

        @Override
        public String described() {
            return "\"" + text + "\"";
        }
    }

    /** A key with nothing behind it, {@code null} or {@code ~}. */
    record Nothing(Origin origin) implements Raw {
        @Override
        public String described() {
            return "nothing";
        }
    }

    record Sequence(List<Raw> items, Origin origin) implements Raw {
        @Override
        public String described() {
            return "a list";
        }
    }

    record Mapping(Map<String, Raw> entries, Origin origin) implements Raw {
        @Override
        public String described() {
            return "a mapping of keys to values";
        }
    }
}
