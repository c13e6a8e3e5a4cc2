package dev.xylem.cli;

import dev.xylem.api.Namespace;
import java.util.Collection;
import java.util.List;

/** Which collections a command is about: {@code --only=db,db.coll}, or everything. */
record Selection(List<String> only) {

    Selection {
        only = List.copyOf(only);
    }

    boolean touches(String database) {
        return only.isEmpty()
                || only.stream().anyMatch(name -> name.equals(database) || name.startsWith(database + "."));
    }

    boolean includes(Namespace namespace) {
        return only.isEmpty() || only.contains(namespace.database()) || only.contains(namespace.toString());
    }

    /** What is asked for by name must be there: a mistyped name would make an empty backup. */
    void requireAll(Collection<Namespace> found, String where) {
        for (String name : only) {
            if (found.stream().noneMatch(each -> new Selection(List.of(name)).includes(each))) {
                throw Refusal.wrongWords("--only: there is no " + name + " in " + where);
            }
        }
    }
}
