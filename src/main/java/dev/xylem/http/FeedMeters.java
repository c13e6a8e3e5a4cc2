package dev.xylem.http;

import dev.xylem.http.Door.Ending;
import dev.xylem.plan.live.FeedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts feeds and what goes through them. */
final class FeedMeters {
    private final MeterRegistry registry;
    private final Map<FeedEvent.Kind, Counter> events = new EnumMap<>(FeedEvent.Kind.class);
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
    private final Counter left;

    FeedMeters(MeterRegistry registry) {
        this.registry = registry;
        for (FeedEvent.Kind kind : FeedEvent.Kind.values()) {
            events.put(kind, counter("xylem.feed.events", "Events sent to feeds", "event", label(kind)));
        }
        for (Ending why : Ending.values()) {
            endings.put(why, ended(label(why)));
        }
        this.left = ended("left");
    }

    private Counter ended(String why) {
        return counter("xylem.feeds.ended", "Feeds that have ended", "reason", why);
    }

    private Counter counter(String name, String description, String tag, String value) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    void open(AtomicInteger count) {
        Gauge.builder("xylem.feeds.open", count, AtomicInteger::get)
                .description("Feeds that are open")
                .register(registry);
    }

    void sent(FeedEvent.Kind kind) {
        Objects.requireNonNull(events.get(kind)).increment();
    }

    /** @param why null when the client left */
    void ended(@Nullable Ending why) {
        (why == null ? left : Objects.requireNonNull(endings.get(why))).increment();
    }
}
