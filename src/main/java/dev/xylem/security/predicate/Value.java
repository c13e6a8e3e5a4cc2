package dev.xylem.security.predicate;

import java.util.List;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A constant or an attribute of the request. */
interface Value {

    /** Null where the request has none. */
    @Nullable
    String text(Facts facts);

    /** The same as a value of a document. */
    default @Nullable BsonValue bson(Facts facts) {
        String text = text(facts);
        return text == null ? null : new BsonString(text);
    }

    /** The elements of a list, else the one value; none where the request has none. */
    default List<String> all(Facts facts) {
        String text = text(facts);
        return text == null ? List.of() : List.of(text);
    }

    /** True for {@code %{NULL}}, which stands for what is missing. */
    default boolean isNothing() {
        return false;
    }

    /** Text that is always the same. */
    record Constant(String value) implements Value {
        @Override
        public String text(Facts facts) {
            return value;
        }
    }

    /** {@code %{NULL}} */
    record Nothing() implements Value {
        @Override
        public @Nullable String text(Facts facts) {
            return null;
        }

        @Override
        public boolean isNothing() {
            return true;
        }
    }

    /** Several in a row; without one of them there is no text at all, rather than half of one. */
    record Joined(List<Value> parts) implements Value {
        public Joined {
            parts = List.copyOf(parts);
        }

        @Override
        public @Nullable String text(Facts facts) {
            var joined = new StringBuilder();
            for (Value part : parts) {
                String text = part.text(facts);
                if (text == null) {
                    return null;
                }
                joined.append(text);
            }
            return joined.toString();
        }
    }

    /** {@code @user} and its like. */
    record OfVariable(Variable variable) implements Value {
        @Override
        public @Nullable String text(Facts facts) {
            BsonValue value = variable.of(facts);
            return value == null ? null : Variable.text(value);
        }

        @Override
        public @Nullable BsonValue bson(Facts facts) {
            return variable.of(facts);
        }

        @Override
        public List<String> all(Facts facts) {
            BsonValue value = variable.of(facts);
            return value == null ? List.of() : Variable.texts(value);
        }
    }
}
