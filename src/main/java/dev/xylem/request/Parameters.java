package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The decoded query string: names to values, in the order sent. */
final class Parameters {
    private static final int MOST = 100;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    static Parameters parse(String queryString) {
        var values = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (String pair : queryString.isEmpty() ? new String[0] : queryString.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MOST) {
                throw Problem.of(ProblemType.INVALID_PARAMETER, "More than " + MOST + " query parameters.")
                        .exception();
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return new Parameters(values);
    }

    /** These and one more. */
    Parameters with(String name, List<String> all) {
        if (has(name)) {
            throw Problem.of(
                            ProblemType.DUPLICATE_PARAMETER,
                            "The parameter '" + name + "' may be given in the URL or in the body, not in both.")
                    .with("parameter", name)
                    .exception();
        }
        var more = new LinkedHashMap<>(values);
        more.put(name, List.copyOf(all));
        return new Parameters(more);
    }

    private static String decode(String raw) {
        String text = Percent.decode(raw, true);
        if (text == null) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "The query string holds a malformed escape (%..) or is no UTF-8.")
                    .exception();
        }
        return text;
    }

    /** All of them. */
    Map<String, List<String>> toMap() {
        return values;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The only value of a parameter, or null. */
    @Nullable
    String one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw Problem.of(ProblemType.DUPLICATE_PARAMETER, "The parameter '" + name + "' may be given once only.")
                    .with("parameter", name)
                    .exception();
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    /** A whole number, or the default when the parameter is absent. */
    int integer(String name, int defaultValue, int least, int most) {
        String text = one(name);
        if (text == null) {
            return defaultValue;
        }
        if (text.matches("\\d{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return (int) value;
            }
        }
        throw invalid(name, "must be a whole number from " + least + " to " + most);
    }

    /** A parameter that is given alone, or with true, 1, false or 0. */
    boolean flag(String name) {
        String text = one(name);
        return switch (text == null ? "false" : text) {
            case "false", "0" -> false;
            case "", "true", "1" -> true;
            default -> throw invalid(name, "is given alone, or as " + name + "=true or " + name + "=false");
        };
    }

    /** One of the constants, by its name in any case, or the default when the parameter is absent. */
    <E extends Enum<E>> E choice(String name, Class<E> type, E defaultValue) {
        String text = one(name);
        if (text == null) {
            return defaultValue;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw invalid(name, "must be one of " + String.join(", ", lowerCase(type)));
    }

    private static <E extends Enum<E>> List<String> lowerCase(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** 400, naming the parameter. The text continues "The parameter 'x' ". */
    static ProblemException invalid(String name, String expectation) {
        return Problem.of(ProblemType.INVALID_PARAMETER, "The parameter '" + name + "' " + expectation + ".")
                .with("parameter", name)
                .exception();
    }
}
