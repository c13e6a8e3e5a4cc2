package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operand of {@code $type} in the engine's terms: it knows neither the alias for all numbers nor the types that it cannot hold, and
 * which therefore no document here has.
 */
final class TypeOperand {
    private static final String TYPE = "$type";
    private static final List<Integer> NUMBERS = List.of(1, 16, 18, 19);
    private static final Set<Integer> NEVER_HELD = Set.of(6, 12, 13, 14, 15);
    private static final Map<String, Integer> NAMES_NEVER_HELD =
            Map.of("undefined", 6, "dbPointer", 12, "javascript", 13, "symbol", 14, "javascriptWithScope", 15);

    private TypeOperand() {}

    /** Changes the operators of one field in place. */
    static void adapt(@Nullable Object operators) {
        if (operators instanceof Document document && document.containsKey(TYPE)) {
            Object types = adapted(document.get(TYPE));
            boolean none = types instanceof Collection<?> left && left.isEmpty() && !types.equals(document.get(TYPE));
            if (none) {
                document.remove(TYPE);
                document.put("$in", List.of());
            } else {
                document.put(TYPE, types);
            }
        }
    }

    private static @Nullable Object adapted(@Nullable Object operand) {
        boolean foreign = operand instanceof Collection<?> || "number".equals(operand) || isNeverHeld(operand);
        if (!foreign) {
            return operand;
        }
        var types = new ArrayList<@Nullable Object>();
        for (Object type : operand instanceof Collection<?> several ? several : List.of(operand)) {
            if ("number".equals(type)) {
                types.addAll(NUMBERS);
            } else if (!isNeverHeld(type)) {
                types.add(type);
            }
        }
        return types;
    }

    private static boolean isNeverHeld(@Nullable Object type) {
        return switch (type) {
            case String name -> NAMES_NEVER_HELD.containsKey(name);
            case Number number -> NEVER_HELD.contains(number.intValue());
            case null, default -> false;
        };
    }
}
