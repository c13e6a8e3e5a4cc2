package dev.xylem.storage;

import dev.xylem.plan.Scope;
import dev.xylem.plan.StateCheck;
import java.util.Optional;

/** What a new state must satisfy: the collection's schema, the caller's rule, both or neither. */
final class StateChecks {
    private StateChecks() {}

    /** The rule is asked first: who may not write there learns nothing of the schema. */
    static Optional<StateCheck> of(Scope scope, Optional<Validity> schema) {
        Optional<StateCheck> rule = scope.check();
        return rule.isEmpty()
                ? schema.map(only -> only)
                : schema.map(also -> rule.get().and(also)).or(() -> rule);
    }
}
