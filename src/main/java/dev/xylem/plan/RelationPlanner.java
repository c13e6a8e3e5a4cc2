package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to a read of documents what they are related to: links always, the targets themselves where {@code embed} asks. */
final class RelationPlanner {
    private final Catalog catalog;

    RelationPlanner(Catalog catalog) {
        this.catalog = catalog;
    }

    Plan around(ApiRequest request, Grant grant, Plan read) {
        List<String> embed = request.query().embed();
        boolean links = request.format().representation() == Representation.HAL;
        if (embed.isEmpty() && !links) {
            return read;
        }
        Namespace namespace = switch (request.resource()) {
            case Resource.Collection(Namespace of) -> of;
            case Resource.Document(Namespace of, var _) -> of;
            default -> throw new IllegalArgumentException("no documents there");
        };
        RelationTree tree = tree(request, namespace, grant, embed);
        return tree.relations().isEmpty() ? read : new Plan.Related(read, tree, concerns(request));
    }

    private static Concerns concerns(ApiRequest request) {
        return request.query().concerns();
    }

    private RelationTree tree(ApiRequest request, Namespace namespace, Grant grant, List<String> embed) {
        List<Relation> relations = catalog.collection(namespace)
                .map(entry -> Relations.of(entry.properties(), namespace.database()))
                .orElse(List.of());
        var branches = new ArrayList<RelationTree.Branch>();
        byFirst(embed).forEach((name, deeper) -> {
            Relation relation = relations.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name, relations));
            if (!isMounted(request, relation.target())) {
                throw refused("names the relation '" + name + "', whose target lies outside this mount");
            }
            Grant target = grant.reach().reading(relation.target()).orElseThrow(() -> forbidden(name));
            // what is related to what depends on the reference
            new FieldGate((relation.owning() ? grant : target).fields()).visible(relation.queryPath());
            branches.add(new RelationTree.Branch(relation, tree(request, relation.target(), target, deeper), target));
        });
        return new RelationTree(relations, branches);
    }

    /** What follows each first name; a name that stands alone is followed by nothing. */
    private static Map<String, List<String>> byFirst(List<String> embed) {
        var byFirst = new LinkedHashMap<String, List<String>>();
        for (String path : embed) {
            String[] parts = path.split("\\.", 2);
            List<String> deeper = byFirst.computeIfAbsent(parts[0], _ -> new ArrayList<>());
            if (parts.length > 1) {
                deeper.add(parts[1]);
            }
        }
        return byFirst;
    }

    private static boolean isMounted(ApiRequest request, Namespace target) {
        return request.mount().shows(target);
    }

    private static ProblemException unknown(String name, List<Relation> relations) {
        String known = relations.isEmpty()
                ? "the collection has none"
                : "it has "
                        + String.join(
                                ", ", relations.stream().map(Relation::name).toList());
        return refused("names the relation '" + name + "', which the collection does not have: " + known);
    }

    private static ProblemException forbidden(String name) {
        return Problem.of(
                        ProblemType.FORBIDDEN,
                        "You may not read the collection that the relation " + Refusal.quoted(name) + " leads to.")
                .with("parameter", "embed")
                .exception();
    }

    private static ProblemException refused(String what) {
        return Problem.of(ProblemType.INVALID_PARAMETER, "The parameter 'embed' " + what + ".")
                .with("parameter", "embed")
                .exception();
    }
}
