package dev.xylem.http;

import dev.xylem.api.AccessManager;
import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.plan.Planner;
import dev.xylem.request.RequestParser;
import dev.xylem.response.ProblemWriter;
import dev.xylem.response.Renderer;
import dev.xylem.security.Access;
import dev.xylem.storage.MongoCatalog;
import dev.xylem.storage.MongoStorage;
import dev.xylem.storage.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

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

    void route(@Observes Router router, Settings settings, Store store, MeterRegistry registry) {
        var problems = new ProblemMapper(new ProblemWriter(settings));
        var route = new DataRoute(
                pipeline(settings, store, problems), problems, new Observer(settings, registry), settings);
        router.route().handler(route::receive);
    }

    private static Pipeline pipeline(Settings settings, Store store, ProblemMapper problems) {
        var catalog = new MongoCatalog(store);
        var access = new Access(settings.access(), store);
        return new Pipeline(
                access.identifier(),
                new RequestParser(settings),
                access.authorizer(accessManager(settings)),
                new Planner(settings, catalog),
                new MongoStorage(store, catalog, access.revocation()),
                new Renderer(settings),
                problems);
    }

    /** Until there are access managers: what is configured is never taken for nothing. */
    private static @Nullable AccessManager accessManager(Settings settings) {
        if (settings.access().accessManager().isPresent()) {
            throw SettingsException.at("access-manager", "not there yet");
        }
        return null;
    }
}
