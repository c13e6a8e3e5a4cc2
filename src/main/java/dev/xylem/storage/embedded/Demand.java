package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a query asks of the values at a path. */
sealed interface Demand {

    boolean isMet(Path path, Document document);

    /** Of one value alone, as {@code $elemMatch} asks. */
    boolean isMetBy(@Nullable Object value);

    /**
     * A value there passes.
     *
     * @param elements whether one of an array's elements may be it
     */
    record Any(boolean elements, Predicate<@Nullable Object> test) implements Demand {
        @Override
        public boolean isMet(Path path, Document document) {
            return path.any(document, elements, test);
        }

        @Override
        public boolean isMetBy(@Nullable Object value) {
            return test.test(value);
        }
    }

    record Not(Demand demand) implements Demand {
        @Override
        public boolean isMet(Path path, Document document) {
            return !demand.isMet(path, document);
        }

        @Override
        public boolean isMetBy(@Nullable Object value) {
            return !demand.isMetBy(value);
        }
    }

    record Every(List<Demand> demands) implements Demand {
        @Override
        public boolean isMet(Path path, Document document) {
            return demands.stream().allMatch(each -> each.isMet(path, document));
        }

        @Override
        public boolean isMetBy(@Nullable Object value) {
            return demands.stream().allMatch(each -> each.isMetBy(value));
        }
    }

    record Never() implements Demand {
        @Override
        public boolean isMet(Path path, Document document) {
            return false;
        }

        @Override
        public boolean isMetBy(@Nullable Object value) {
            return false;
        }
    }
}
