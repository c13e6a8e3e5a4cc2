package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an update did to a document, as change streams describe it: paths that were set, and paths that were removed. */
record Changes(Document set, List<String> removed) {

    static Changes between(Document before, Document after) {
        Changes changes = new Changes(new Document(), new ArrayList<>());
        changes.compare("", before, after);
        return changes;
    }

    private void compare(String prefix, Document before, Document after) {
        after.forEach((name, value) -> {
            if (!before.containsKey(name)) {
                set.put(prefix + name, value);
            } else {
                compareValues(prefix + name, before.get(name), value);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> removed.add(prefix + name));
    }

    private void compareValues(String path, @Nullable Object before, @Nullable Object after) {
        if (before instanceof Document old && after instanceof Document changed) {
            compare(path + ".", old, changed);
        } else if (!Objects.equals(before, after)) {
            set.put(path, after);
        }
    }

    Document describe(Document entry) {
        return entry.append("set", set).append("unset", removed);
    }
}
