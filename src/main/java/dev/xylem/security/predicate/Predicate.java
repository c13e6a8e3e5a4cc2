package dev.xylem.security.predicate;

import java.util.List;

/** A compiled predicate. The text is what it was compiled from, for explanations. */
public sealed interface Predicate {

    Truth test(Facts facts);

    /** Why it does not say yes, in the words of the policy. */
    String reason(Facts facts);

    /** Stops at the first no. */
    record And(List<Predicate> parts) implements Predicate {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth test(Facts facts) {
            var result = Truth.YES;
            for (Predicate part : parts) {
                Truth one = part.test(facts);
                if (one == Truth.NO) {
                    return one;
                }
                if (one == Truth.DOUBT) {
                    result = one;
                }
            }
            return result;
        }

        @Override
        public String reason(Facts facts) {
            Predicate doubtful = this;
            for (Predicate part : parts) {
                Truth one = part.test(facts);
                if (one == Truth.NO) {
                    return part.reason(facts);
                }
                doubtful = one == Truth.DOUBT && doubtful == this ? part : doubtful;
            }
            return doubtful == this ? "" : doubtful.reason(facts);
        }
    }

    /** Stops at the first yes. */
    record Or(List<Predicate> parts) implements Predicate {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth test(Facts facts) {
            var result = Truth.NO;
            for (Predicate part : parts) {
                Truth one = part.test(facts);
                if (one == Truth.YES) {
                    return one;
                }
                if (one == Truth.DOUBT) {
                    result = one;
                }
            }
            return result;
        }

        @Override
        public String reason(Facts facts) {
            return parts.stream()
                    .map(part -> part.reason(facts))
                    .filter(reason -> !reason.isEmpty())
                    .reduce((one, other) -> one + "; " + other)
                    .orElse("");
        }
    }

    record Not(Predicate part, String text) implements Predicate {
        @Override
        public Truth test(Facts facts) {
            return part.test(facts).not();
        }

        @Override
        public String reason(Facts facts) {
            return Leaf.told(test(facts), text);
        }
    }

    /** {@code true} and {@code false}. */
    record Constant(boolean value) implements Predicate {
        @Override
        public Truth test(Facts facts) {
            return Truth.of(value);
        }

        @Override
        public String reason(Facts facts) {
            return value ? "" : "false is false";
        }
    }

    /** One of the language's predicates with its parameters. */
    record Leaf(String text, Test test) implements Predicate {
        @Override
        public Truth test(Facts facts) {
            try {
                return test.of(facts);
            } catch (Doubt e) {
                return Truth.DOUBT;
            }
        }

        @Override
        public String reason(Facts facts) {
            return told(test(facts), text);
        }

        static String told(Truth truth, String text) {
            return switch (truth) {
                case YES -> "";
                case NO -> text + " is false";
                case DOUBT -> text + " can't be told of this request, which counts as a denial";
            };
        }
    }

    /** What a leaf asks. */
    @FunctionalInterface
    interface Test {
        /** @throws Doubt when the request does not tell */
        Truth of(Facts facts);
    }
}
