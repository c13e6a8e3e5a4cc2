package dev.xylem.plan;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Grant;
import dev.xylem.config.Settings;

/** Resolves an intent into the one command that does it. */
public final class Planner {
    private final ReadPlanner reads;
    private final PagePlanner pages;
    private final RelationPlanner relations;
    private final WritePlanner writes;
    private final PropertiesPlanner properties;
    private final BulkPlanner bulks;
    private final IndexPlanner indexes;
    private final AggregationPlanner aggregations;
    private final Explaining explaining;

    public Planner(Settings settings, Catalog catalog) {
        this.reads = new ReadPlanner(catalog);
        this.pages = new PagePlanner(catalog);
        this.relations = new RelationPlanner(catalog);
        this.writes = new WritePlanner(settings.etagCheckPolicy(), catalog);
        this.properties = new PropertiesPlanner(settings.etagCheckPolicy(), catalog);
        this.bulks = new BulkPlanner(settings.etagCheckPolicy(), catalog);
        this.indexes = new IndexPlanner(catalog);
        this.aggregations = new AggregationPlanner(settings, catalog);
        this.explaining = new Explaining(catalog);
    }

    /**
     * The plan, and what the caller should be told about it.
     *
     * @throws dev.xylem.api.ProblemException when the request makes no sense on what is there
     */
    public Planned plan(ApiRequest request, Grant grant) {
        return switch (request.action()) {
            case Action.ReadListing _ -> Planned.of(reads.listing(request));
            case Action.ReadPage _ -> Planned.of(shown(request, pages.plan(request)));
            case Action.Export _ -> Planned.of(pages.export(request));
            case Action.ReadDocument _ -> Planned.of(shown(request, reads.document(request)));
            case Action.ReadMeta _ -> Planned.of(reads.meta(request));
            case Action.ReadSize _ -> Planned.of(reads.size(request));
            case Action.WriteProperties(var mode) -> properties.write(request, mode);
            case Action.Drop _ -> Planned.of(properties.drop(request));
            case Action.WriteDocument(var mode) -> writes.write(request, mode);
            case Action.DeleteDocument _ -> Planned.of(writes.delete(request));
            case Action.BulkWrite _ -> bulks.write(request);
            case Action.BulkPatch _ -> bulks.patch(request);
            case Action.BulkDelete _ -> Planned.of(bulks.delete(request));
            case Action.ReadIndexes _ -> Planned.of(indexes.list(request));
            case Action.ReadIndex _ -> Planned.of(indexes.read(request));
            case Action.WriteIndex _ -> Planned.of(indexes.write(request));
            case Action.DropIndex _ -> Planned.of(indexes.drop(request));
            case Action.RunAggregation _ -> Planned.of(explaining.of(request, aggregations.run(request)));
            case Action.ExportAggregation _ -> Planned.of(aggregations.export(request));
        };
    }

    /** With its relations, or the store's plan instead of it. */
    private Plan shown(ApiRequest request, Plan read) {
        return request.query().explain() == null ? relations.around(request, read) : explaining.of(request, read);
    }
}
