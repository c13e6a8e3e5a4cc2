package dev.xylem.plan;

import dev.xylem.api.Grant;
import java.util.List;

/**
 * What documents are shown together with.
 *
 * @param relations that they have, for links
 * @param branches those of which the targets are wanted, too
 */
public record RelationTree(List<Relation> relations, List<Branch> branches) {
    public RelationTree {
        relations = List.copyOf(relations);
        branches = List.copyOf(branches);
    }

    /**
     * @param target what the targets themselves are shown with
     * @param grant what of the targets is for the caller
     */
    public record Branch(Relation relation, RelationTree target, Grant grant) {}
}
