package dev.xylem.plan.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expressions of schemas. All of them together may look at so many characters of one document: where one would try
 * combinations without end, the document is refused instead.
 */
final class Patterns implements RegularExpressionFactory {
    static final int LONGEST = 4096;

    /** Some tens of milliseconds; honest patterns look at each character a few times. */
    private static final long MOST_STEPS = 5_000_000;

    private static final ScopedValue<Steps> STEPS = ScopedValue.newInstance();

    /** What is left for one document. */
    private static final class Steps {
        private long left = MOST_STEPS;

        void take() {
            if (--left < 0) {
                throw tooMany();
            }
        }
    }

    /** One document's validation. */
    static <T> T bounded(Supplier<T> validation) {
        return ScopedValue.where(STEPS, new Steps()).call(validation::get);
    }

    /** Whether it is one, and not longer than they may be. */
    static boolean isPattern(String text) {
        try {
            return text.length() <= LONGEST && Pattern.compile(text).pattern().equals(text);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    @Override
    public RegularExpression getRegularExpression(String text) {
        Pattern pattern = Pattern.compile(text);
        return value -> isFound(pattern, value, STEPS.orElse(new Steps()));
    }

    private static boolean isFound(Pattern pattern, String value, Steps steps) {
        try {
            return pattern.matcher(new Watched(value, steps)).find();
        } catch (StackOverflowError e) {
            throw tooMany();
        }
    }

    private static ProblemException tooMany() {
        return Problem.of(
                        ProblemType.SCHEMA_VIOLATION,
                        "The collection's schema has a pattern that can't be tried on this document in reasonable time. Nothing was written.")
                .exception();
    }

    /** A text that counts how often it is looked at. */
    private record Watched(CharSequence text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
