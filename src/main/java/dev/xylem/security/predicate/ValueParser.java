package dev.xylem.security.predicate;

import dev.xylem.config.Nearest;
import java.util.ArrayList;
import java.util.List;

/** Reads a value: text with attributes such as {@code %u}, {@code %{q,name}} and {@code ${id}} in it, or one variable such as {@code @user}. */
final class ValueParser {
    private final String text;
    private final int offset;
    private final Uses uses;
    private final List<Value> parts = new ArrayList<>();
    private final StringBuilder constant = new StringBuilder();
    private int at;

    private ValueParser(String text, int offset, Uses uses) {
        this.text = text;
        this.offset = offset;
        this.uses = uses;
    }

    static boolean isVariable(String text) {
        return text.startsWith("@") && !text.startsWith("@@") && text.length() > 1;
    }

    /** @param offset where the text starts in the predicate */
    static Value parse(String text, int offset, Uses uses) {
        if (isVariable(text)) {
            return new Value.OfVariable(Variable.parse(text, offset, uses));
        }
        return new ValueParser(text.startsWith("@@") ? text.substring(1) : text, offset, uses).value();
    }

    private Value value() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean last = at + 1 == text.length();
            if (c == '%' && !last) {
                percent();
            } else if (c == '$' && !last && text.charAt(at + 1) == '{') {
                String name = braced();
                add(facts -> facts.captured(name));
            } else {
                // $$ stands for one $
                at += c == '$' && !last && text.charAt(at + 1) == '$' ? 1 : 0;
                constant.append(text.charAt(at++));
            }
        }
        flush();
        return switch (parts.size()) {
            case 0 -> new Value.Constant("");
            case 1 -> parts.getFirst();
            default -> new Value.Joined(parts);
        };
    }

    private void percent() {
        char c = text.charAt(at + 1);
        if (c == '%') {
            constant.append('%');
            at += 2;
        } else if (c == '{') {
            int start = at;
            add(Attributes.named(braced(), uses, () -> unknown(start, text.substring(start, at))));
        } else {
            int start = at;
            at += 2;
            add(Attributes.letter(c, () -> unknown(start, "%" + c)));
        }
    }

    private String braced() {
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw new SyntaxException(offset + at, "expected a closing } after " + text.substring(at));
        }
        String name = text.substring(at + 2, end).strip();
        at = end + 1;
        return name;
    }

    private void add(Value value) {
        flush();
        parts.add(value);
    }

    private void flush() {
        if (!constant.isEmpty()) {
            parts.add(new Value.Constant(constant.toString()));
            constant.setLength(0);
        }
    }

    private SyntaxException unknown(int start, String attribute) {
        return new SyntaxException(
                offset + start,
                "unknown attribute " + attribute
                        + Nearest.to(attribute, Attributes.NAMES)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; a percent sign itself is written %%"));
    }
}
