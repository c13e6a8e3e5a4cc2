package dev.xylem.security.policy;

import dev.xylem.security.predicate.Doubt;
import dev.xylem.security.predicate.Facts;
import dev.xylem.security.predicate.Variable;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A part of a document in which variables are bound for each request: into values only, so that none becomes an operator. */
sealed interface Template {

    /** @throws Unbound when a variable has no value that may stand where it is used */
    BsonValue bind(Facts facts);

    /** The same but for the time and for random numbers, whose names stand in their places: equal for one request after another. */
    default BsonValue steady(Facts facts) {
        return switch (this) {
            case Constant(BsonValue value) -> value;
            case Document(List<Member> members) -> {
                var document = new BsonDocument();
                members.forEach(member -> document.put(member.name, member.value.steady(facts)));
                yield document;
            }
            case Elements(List<Template> elements) ->
                new BsonArray(
                        elements.stream().map(element -> element.steady(facts)).toList());
            case Bound bound -> bound.moves() ? new BsonString(bound.name) : bound.bind(facts);
        };
    }

    /** With stand-ins for the variables: to see whether a filter of that shape makes sense. */
    default BsonValue sample() {
        return switch (this) {
            case Constant(BsonValue value) -> value;
            case Document(List<Member> members) -> {
                var document = new BsonDocument();
                members.forEach(member -> document.put(member.name, member.value.sample()));
                yield document;
            }
            case Elements(List<Template> elements) ->
                new BsonArray(elements.stream().map(Template::sample).toList());
            case Bound(var _, var _, Place place) ->
                place == Place.LIST ? new BsonArray(List.of(new BsonString(""))) : new BsonString("");
        };
    }

    default boolean isConstant() {
        return this instanceof Constant;
    }

    record Constant(BsonValue value) implements Template {
        @Override
        public BsonValue bind(Facts facts) {
            return value;
        }
    }

    record Member(String name, Template value) {}

    record Document(List<Member> members) implements Template {
        public Document {
            members = List.copyOf(members);
        }

        @Override
        public BsonValue bind(Facts facts) {
            var bound = new BsonDocument(members.size() * 2);
            members.forEach(member -> bound.put(member.name, member.value.bind(facts)));
            return bound;
        }

        /** Built once where nothing in it is bound. */
        static Template of(List<Member> members) {
            if (!members.stream().allMatch(member -> member.value.isConstant())) {
                return new Document(members);
            }
            var constant = new BsonDocument();
            members.forEach(member -> constant.put(member.name, ((Constant) member.value).value));
            return new Constant(constant);
        }
    }

    record Elements(List<Template> elements) implements Template {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public BsonValue bind(Facts facts) {
            var bound = new BsonArray(elements.size());
            elements.forEach(element -> bound.add(element.bind(facts)));
            return bound;
        }

        static Template of(List<Template> elements) {
            return elements.stream().allMatch(Template::isConstant)
                    ? new Constant(new BsonArray(elements.stream()
                            .map(element -> ((Constant) element).value)
                            .toList()))
                    : new Elements(elements);
        }
    }

    /** A variable, and what its place asks of it. */
    record Bound(String name, Variable variable, Place place) implements Template {
        @Override
        public BsonValue bind(Facts facts) {
            BsonValue value = value(facts);
            if (value == null || value instanceof BsonUndefined) {
                throw new Unbound(name + " has no value");
            }
            return place.put(name, value);
        }

        private boolean moves() {
            return name.equals("@now") || name.equals("%NOW") || name.startsWith("@rnd");
        }

        private @Nullable BsonValue value(Facts facts) {
            try {
                return variable.of(facts);
            } catch (Doubt e) {
                throw new Unbound(name + " has more than one value");
            }
        }
    }

    /** Where a variable may stand. */
    enum Place {
        /** Right behind a field's name, where a document could hold operators and a pattern would be searched for. */
        FIELD {
            @Override
            BsonValue put(String name, BsonValue value) {
                return isComposed(value) ? new BsonDocument("$eq", value) : value;
            }
        },
        /** Behind {@code $eq}, and inside literal documents and arrays. */
        VALUE {
            @Override
            BsonValue put(String name, BsonValue value) {
                return value;
            }
        },
        /** Behind {@code $gt} and its like, which take no patterns. */
        COMPARED {
            @Override
            BsonValue put(String name, BsonValue value) {
                return plain(name, value);
            }
        },
        /** An element of {@code $in}, {@code $nin} and {@code $all}, where a pattern is searched for. */
        ELEMENT {
            @Override
            BsonValue put(String name, BsonValue value) {
                return plain(name, value);
            }
        },
        /** All elements of one of them. */
        LIST {
            @Override
            BsonValue put(String name, BsonValue value) {
                if (!(value instanceof BsonArray array)) {
                    throw new Unbound(name + " is no list");
                }
                array.forEach(element -> ELEMENT.put(name, element));
                return array;
            }
        },
        EXPRESSION {
            @Override
            BsonValue put(String name, BsonValue value) {
                return new BsonDocument("$literal", value);
            }
        },
        /** A part of a stored document. */
        STORED {
            @Override
            BsonValue put(String name, BsonValue value) {
                if (hasOperators(value)) {
                    throw new Unbound(name + " holds a document with operators");
                }
                return value;
            }
        };

        abstract BsonValue put(String name, BsonValue value);

        private static boolean isComposed(BsonValue value) {
            return value instanceof BsonDocument
                    || value instanceof BsonArray
                    || value instanceof BsonRegularExpression;
        }

        private static BsonValue plain(String name, BsonValue value) {
            if (hasOperators(value)) {
                throw new Unbound(name + " holds a document with operators");
            }
            if (value instanceof BsonRegularExpression) {
                throw new Unbound(name + " is a regular expression");
            }
            return value;
        }

        private static boolean hasOperators(BsonValue value) {
            return switch (value) {
                case BsonDocument document ->
                    document.entrySet().stream()
                            .anyMatch(entry -> entry.getKey().startsWith("$") || hasOperators(entry.getValue()));
                case BsonArray array -> array.stream().anyMatch(Place::hasOperators);
                default -> false;
            };
        }
    }
}
