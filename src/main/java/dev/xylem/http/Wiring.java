package dev.xylem.http;

import dev.xylem.api.AccessManager;
import dev.xylem.config.Settings;
import dev.xylem.plan.Planner;
import dev.xylem.request.RequestParser;
import dev.xylem.response.ProblemWriter;
import dev.xylem.response.Renderer;
import dev.xylem.security.Access;
import dev.xylem.security.AccessExplainer;
import dev.xylem.security.AccessManagers;
import dev.xylem.storage.MongoCatalog;
import dev.xylem.storage.MongoStorage;
import dev.xylem.storage.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
        var writer = new ProblemWriter(settings);
        var problems = new ProblemMapper(writer, new ProblemMeters(registry));
        var route = new DataRoute(
                pipeline(settings, store, problems, registry),
                problems,
                new Observer(settings, registry),
                settings,
                new Feeds(settings, writer, new FeedMeters(registry)));
        router.route().handler(route::receive).failureHandler(route::refuse);
        tls.start(router);
    }

    private static Pipeline pipeline(Settings settings, Store store, ProblemMapper problems, MeterRegistry registry) {
        var catalog = new MongoCatalog(store);
        var sketch = SketchedIncoming.sketch(settings);
        var access = new Access(settings.access(), store, new DoorMeters(registry));
        AccessManager manager = AccessManagers.of(settings.access(), store, sketch);
        var storage = new MongoStorage(store, catalog, access.revocation());
        StateMeters.register(registry, storage, access);
        return new Pipeline(
                access.identifier(),
                new RequestParser(settings, name -> manager.parameters().contains(name)),
                access.authorizer(manager),
                new Planner(settings, catalog, access.accounts(), new AccessExplainer(manager, sketch)),
                storage,
                new Renderer(settings),
                problems);
    }
}
