package dev.xylem.api;

import java.util.Optional;

/** What a caller may read beside the resource that it asked for: the targets of relations and of {@code $lookup}. */
@FunctionalInterface
public interface Reach {
    /** No limits at all. */
    Reach EVERYWHERE = _ -> Optional.of(new Grant("open", RowRules.NONE, FieldRules.ALL, Reach.EVERYWHERE));

    /** The grant with which the caller may read pages of the collection; empty when it may not. */
    Optional<Grant> reading(Namespace namespace);
}
