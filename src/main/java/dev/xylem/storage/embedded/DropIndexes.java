package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Function;

/** The stock engine takes "all indexes" for those of all collections, and knows no list of names. */
final class DropIndexes {

    private DropIndexes() {}

    /** The command for one index after the other. */
    static List<Document> each(Document command, Function<String, List<String>> indexesOf) {
        String collection = String.valueOf(command.values().iterator().next());
        List<?> indexes = switch (command.get("index")) {
            case String all
            when all.equals("*") ->
                indexesOf.apply(collection).stream()
                        .filter(name -> !name.equals(IdIndex.NAME))
                        .toList();
            case List<?> names -> names;
            case null -> List.of();
            case Object one -> List.of(one);
        };
        return indexes.stream()
                .map(index -> new Document("dropIndexes", collection).append("index", index))
                .toList();
    }
}
