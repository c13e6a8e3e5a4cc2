package dev.xylem.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, before anybody asked what type it should have. */
sealed interface Raw {

    Origin origin();

    /** How to name it in "found ...". */
    String described();

    /** Text between quotes or not: only the key knows its type. */
    record Text(String text, Origin origin) implements Raw {
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
