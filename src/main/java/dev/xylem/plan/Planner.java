package dev.xylem.plan;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Explanations;
import dev.xylem.api.Grant;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
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
    private final Accounts accounts;
    private final Explanations explanations;

    public Planner(Settings settings, Catalog stored, Accounts accounts, Explanations explanations) {
        this.explanations = explanations;
        this.accounts = accounts;
        Catalog catalog = accounts.within(stored);
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

    /** The request for what is really stored: some resources are served under other names than their own. */
    public ApiRequest locate(ApiRequest request) {
        return accounts.located(request);
    }

    /**
     * The plan, and what the caller should be told about it.
     *
     * @throws dev.xylem.api.ProblemException when the request makes no sense on what is there
     */
    public Planned plan(ApiRequest request, Grant grant) {
        Grant limited = accounts.limited(request, grant);
        checkAccess(request, limited);
        Planned planned = planned(accounts.hashed(request), limited);
        return new Planned(accounts.revoking(request, planned.plan()), planned.warnings());
    }

    private Planned planned(ApiRequest request, Grant grant) {
        return switch (request.action()) {
            case Action.ReadListing _ -> Planned.of(reads.listing(request));
            case Action.ReadPage _ -> Planned.of(shown(request, grant, pages.plan(request, grant)));
            case Action.Export _ -> Planned.of(masked(grant, pages.export(request, grant)));
            case Action.ReadDocument _ -> Planned.of(shown(request, grant, reads.document(request, grant)));
            case Action.ReadMeta _ -> Planned.of(reads.meta(request));
            case Action.ReadSize _ -> Planned.of(reads.size(request, grant));
            case Action.WriteProperties(var mode) -> properties.write(request, mode);
            case Action.Drop _ -> Planned.of(properties.drop(request));
            case Action.WriteDocument(var mode) -> masked(grant, writes.write(request, mode, grant));
            case Action.DeleteDocument _ -> Planned.of(writes.delete(request, grant));
            case Action.BulkWrite _ -> masked(grant, bulks.write(request, grant));
            case Action.BulkPatch _ -> masked(grant, bulks.patch(request, grant));
            case Action.BulkDelete _ -> Planned.of(bulks.delete(request, grant));
            case Action.ReadIndexes _ -> Planned.of(indexes.list(request));
            case Action.ReadIndex _ -> Planned.of(indexes.read(request));
            case Action.WriteIndex _ -> Planned.of(indexes.write(request));
            case Action.DropIndex _ -> Planned.of(indexes.drop(request));
            case Action.ExplainAccess _ -> Planned.of(Identity.explained(request, explanations));
            case Action.Describe(String allow) -> Planned.of(new Plan.Known(new Result.Described(allow)));
            case Action.ReadRoles _ -> Planned.of(Identity.roles(request));
            case Action.ReadToken _ -> Planned.of(Identity.token(request));
            case Action.RevokeTokens _ -> Planned.of(Identity.revoke(request));
            case Action.RunAggregation _ -> Planned.of(explaining.of(request, aggregations.run(request, grant)));
            case Action.ExportAggregation _ -> Planned.of(aggregations.export(request, grant));
        };
    }

    /** With its relations, or the store's plan instead of it. */
    private Plan shown(ApiRequest request, Grant grant, Plan read) {
        return request.query().explain() == null
                ? relations.around(request, grant, grant.isLimited() ? new Plan.Masked(read, grant.fields()) : read)
                : explaining.of(request, read);
    }

    private static Plan masked(Grant grant, Plan plan) {
        return grant.fields().areLimited() ? new Plan.Masked(plan, grant.fields()) : plan;
    }

    private static Planned masked(Grant grant, Planned planned) {
        return new Planned(masked(grant, planned.plan()), planned.warnings());
    }

    /** A plan tells of all documents, whoever may see them. */
    private static void checkAccess(ApiRequest request, Grant grant) {
        new FieldGate(grant.fields()).check(request);
        if (!grant.rows().read().isEmpty()) {
            Fallible.in(request.query().filter()).ifPresent(Planner::refuse);
        }
        if (request.query().explain() != null && grant.isLimited()) {
            throw Problem.of(
                            ProblemType.FORBIDDEN,
                            "Explaining a query tells of documents and fields that are hidden from you.")
                    .with("parameter", "explain")
                    .exception();
        }
    }

    private static void refuse(String operator) {
        throw Problem.of(
                        ProblemType.STAGE_NOT_ALLOWED,
                        "The operator '" + operator
                                + "' can't stand in $expr here: where it fails could tell of documents that you may not read.")
                .with("parameter", "filter")
                .exception();
    }
}
