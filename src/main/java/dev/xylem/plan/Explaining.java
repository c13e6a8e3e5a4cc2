package dev.xylem.plan;

import dev.xylem.api.ApiRequest;

/** {@code explain}: the store's plan instead of the result. */
final class Explaining {
    private final Catalog catalog;

    Explaining(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The plan itself where nobody asks to explain it. */
    Plan of(ApiRequest request, Plan plan) {
        var verbosity = request.query().explain();
        if (verbosity == null || plan instanceof Plan.Known) {
            return plan;
        }
        StoreSupport.requireExplain(catalog.capabilities());
        return new Plan.Explain(plan, verbosity);
    }
}
