package dev.xylem.security.predicate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code regex}: the pattern is the operator's, the text a client's, so the work that one may cause with it is bounded. */
final class RegexPredicate implements Predicate.Test {
    private final Pattern pattern;
    private final @Nullable Value value;
    private final boolean fully;
    /** What every match starts with; most texts are turned away by it at little cost. */
    private final String prefix;

    private RegexPredicate(Pattern pattern, @Nullable Value value, boolean fully) {
        this.prefix = prefix(pattern);
        this.pattern = pattern;
        this.value = value;
        this.fully = fully;
    }

    static Predicate.Test compile(Arguments arguments) {
        Token pattern = arguments.find("pattern").orElseThrow();
        int flags = arguments.flag("case-sensitive", true) ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        try {
            return new RegexPredicate(
                    Pattern.compile(pattern.text(), flags),
                    arguments.find("value").map(arguments::value).orElse(null),
                    arguments.flag("full-match", false));
        } catch (PatternSyntaxException e) {
            throw new SyntaxException(
                    pattern.offset() + 1 + Math.max(0, e.getIndex()),
                    "expected a regular expression: " + e.getDescription());
        }
    }

    /** The letters, digits and slashes after {@code ^}; empty where alternatives or flags could let something else match. */
    private static String prefix(Pattern pattern) {
        String text = pattern.pattern();
        if (pattern.flags() != 0 || !text.startsWith("^") || text.indexOf('|') >= 0 || text.contains("(?")) {
            return "";
        }
        int end = 1;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        boolean quantified = end < text.length() && "?*+{".indexOf(text.charAt(end)) >= 0;
        return text.substring(1, Math.max(1, quantified ? end - 1 : end));
    }

    private static boolean isPlain(char c) {
        return c == '/' || c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c));
    }

    @Override
    public Truth of(Facts facts) {
        String text = value == null ? facts.path() : value.text(facts);
        if (text == null || !text.startsWith(prefix)) {
            return Truth.NO;
        }
        try {
            Matcher matcher = pattern.matcher(new Budget(text));
            if (!(fully ? matcher.matches() : matcher.find())) {
                return Truth.NO;
            }
            for (int i = 0; i <= matcher.groupCount(); i++) {
                String group = matcher.group(i);
                if (group != null) {
                    facts.capture(Integer.toString(i), group);
                }
            }
            return Truth.YES;
        } catch (StackOverflowError e) {
            return Truth.DOUBT;
        }
    }

    /** A text that may be looked at so many times only. */
    private static final class Budget implements CharSequence {
        private static final int MOST = 1_000_000;

        private final String text;
        private int looks;

        Budget(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST) {
                throw new Doubt();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
