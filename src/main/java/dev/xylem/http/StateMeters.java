package dev.xylem.http;

import dev.xylem.security.Access;
import dev.xylem.storage.MongoStorage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What is looked at when metrics are asked for, and costs nothing before. */
final class StateMeters {
    private final MeterRegistry registry;

    private StateMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    static void register(MeterRegistry registry, MongoStorage storage, Access access) {
        var meters = new StateMeters(registry);
        meters.pool(storage);
        meters.tokens(access);
    }

    private void pool(MongoStorage storage) {
        gauge(
                "xylem.pool.max",
                "Connections to the store that requests may use (mongo-pool.max)",
                storage,
                it -> it.pool().most());
        gauge(
                "xylem.pool.busy",
                "Connections that work for requests",
                storage,
                it -> it.pool().busy());
        gauge(
                "xylem.pool.waiting",
                "Requests that wait for a connection",
                storage,
                it -> it.pool().waiting());
        gauge(
                "xylem.pool.open",
                "Connections that are open, busy or not",
                storage,
                it -> it.pool().open());
        counter(
                "xylem.pool.timeouts",
                "Requests that waited for a connection in vain",
                storage,
                MongoStorage::poolTimeouts);
        gauge("xylem.change.streams", "Change streams that are open", storage, MongoStorage::changeStreams);
    }

    private void tokens(Access access) {
        counter("xylem.tokens.issued", "Tokens that were issued", access, Access::tokensIssued);
        counter("xylem.tokens.revoked", "Times that all tokens of a user were ended", access, Access::tokensRevoked);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }
}
