package dev.xylem.http;

import dev.xylem.api.AccessManager;
import dev.xylem.config.Settings;
import dev.xylem.plan.Accounts;
import dev.xylem.plan.Planner;
import dev.xylem.request.RequestParser;
import dev.xylem.response.ProblemWriter;
import dev.xylem.response.Renderer;
import dev.xylem.security.AccessExplainer;
import dev.xylem.security.AccessManagers;
import dev.xylem.security.Authorizer;
import dev.xylem.security.Identifier;
import dev.xylem.storage.MongoCatalog;
import dev.xylem.storage.MongoStorage;
import dev.xylem.storage.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Puts the stages together, once, at start. */
final class Wiring {

    @Produces
    @Singleton
    Store store(Settings settings) {
        return Store.open(settings);
    }

    void close(@Disposes Store store) {
        store.close();
    }

    void route(@Observes Router router, Settings settings, Store store, MeterRegistry registry, TlsListener tls) {
        var problems = new ProblemMapper(new ProblemWriter(settings));
        var route = new DataRoute(pipeline(settings, store), problems, new Observer(settings, registry), settings);
        router.route().handler(route::receive);
        tls.start(router);
    }

    private static Pipeline pipeline(Settings settings, Store store) {
        var catalog = new MongoCatalog(store);
        var sketch = SketchedIncoming.sketch(settings);
        AccessManager access = AccessManagers.of(settings.access(), store, sketch);
        return new Pipeline(
                new Identifier(List.of()),
                new RequestParser(settings, name -> access.parameters().contains(name)),
                new Authorizer(access),
                new Planner(
                        settings,
                        catalog,
                        new Accounts(List.of(), password -> password),
                        new AccessExplainer(access, sketch)),
                new MongoStorage(store, catalog),
                new Renderer(settings));
    }
}
