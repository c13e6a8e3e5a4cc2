package dev.xylem.security.predicate;

import java.util.Set;
import java.util.TreeSet;

/** What a policy looks at beside the path: the query parameters, which are known for that. */
public final class Uses {
    private final Set<String> parameters = new TreeSet<>();

    public void parameter(String name) {
        parameters.add(name);
    }

    public Set<String> parameters() {
        return Set.copyOf(parameters);
    }
}
