package dev.xylem.plan;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The patterns of queries. PCRE's common part is what {@code java.util.regex} understands, too. */
final class RegexOperand {
    /** A longer text is not searched: a pattern could take for ever over it. */
    private static final int LONGEST = 10_000;

    private RegexOperand() {}

    /** {@code $regex} with {@code $options} beside it. */
    static BsonRegularExpression of(BsonValue pattern, BsonValue options) {
        return switch (pattern) {
            case BsonRegularExpression regex -> regex;
            case BsonString text
            when options instanceof BsonString flags -> new BsonRegularExpression(text.getValue(), flags.getValue());
            default -> throw new IllegalArgumentException("$regex needs a pattern");
        };
    }

    static Pattern compile(BsonRegularExpression regex) {
        int flags = 0;
        for (char option : regex.getOptions().toCharArray()) {
            flags |= switch (option) {
                case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                case 'm' -> Pattern.MULTILINE;
                case 's' -> Pattern.DOTALL;
                case 'x' -> Pattern.COMMENTS;
                case 'u' -> 0;
                default -> throw new IllegalArgumentException("'" + option + "' is no option of a pattern");
            };
        }
        try {
            return Pattern.compile(regex.getPattern(), flags);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern is malformed: " + e.getDescription(), e);
        }
    }

    static boolean find(Pattern pattern, String text) {
        return text.length() <= LONGEST && pattern.matcher(text).find();
    }
}
