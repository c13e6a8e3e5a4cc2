package dev.xylem.plan;

import static dev.xylem.api.ProblemType.CONFLICTING_PATHS;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds two changes on one path, or on a path and its parent, which MongoDB refuses
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/update/#update-operators-behavior">as conflicting</a>. The cost is the
 * number of segments.
 */
final class PathTree {

    private final Node root = new Node();

    private PathTree() {}

    static void check(List<FieldChange> changes) {
        var tree = new PathTree();
        changes.forEach(change -> change.paths().forEach(path -> tree.claim(change, path)));
    }

    private void claim(FieldChange change, FieldPath path) {
        var claim = new Claim(change, path);
        var node = root;
        for (var segment : path.segments()) {
            node = node.children.computeIfAbsent(segment, _ -> new Node());
            refuseIfTaken(node, claim);
        }
        refuseIfTaken(node.anyBelow(), claim);
        node.claim = claim;
    }

    private static void refuseIfTaken(Node node, Claim claim) {
        if (node.claim != null) {
            throw claim.conflict(node.claim);
        }
    }

    private record Claim(FieldChange change, FieldPath path) {

        ProblemException conflict(Claim earlier) {
            return Problem.of(
                            CONFLICTING_PATHS,
                            "Two changes meet: " + earlier.change.words(earlier.path) + " and " + change.words(path)
                                    + ".")
                    .with("path", path.text())
                    .with("other", earlier.path.text())
                    .exception();
        }
    }

    /** Every node without a claim has one below it. */
    private static final class Node {
        private final Map<String, Node> children = HashMap.newHashMap(1);
        private @Nullable Claim claim;

        Node anyBelow() {
            var node = this;
            while (!node.children.isEmpty()) {
                node = node.children.values().iterator().next();
            }
            return node;
        }
    }
}
