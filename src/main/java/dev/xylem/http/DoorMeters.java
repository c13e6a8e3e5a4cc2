package dev.xylem.http;

import dev.xylem.api.ProblemType;
import dev.xylem.security.Onlooker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts logins and denials. Rules come and go with the policy, so only so many have a counter of their own. */
final class DoorMeters implements Onlooker {
    private static final int MOST_RULES = 200;
    private static final String OTHERS = "other";

    private final MeterRegistry registry;
    private final Map<String, Counter> rules = new ConcurrentHashMap<>();
    private final Map<String, Counter> logins = new ConcurrentHashMap<>();
    private final Map<ProblemType, Counter> refusals = new ConcurrentHashMap<>();

    DoorMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void loggedIn(String how) {
        logins.computeIfAbsent(how, it -> counter("xylem.logins", "Logins that were right", "how", it))
                .increment();
    }

    @Override
    public void refused(ProblemType why) {
        refusals.computeIfAbsent(
                        why,
                        it -> counter("xylem.logins.refused", "Credentials that were not taken", "code", it.code()))
                .increment();
    }

    @Override
    public void denied(String rule) {
        String label = rules.size() < MOST_RULES || rules.containsKey(rule) ? rule : OTHERS;
        rules.computeIfAbsent(label, it -> counter("xylem.denials", "Requests that the policy denied", "rule", it))
                .increment();
    }

    private Counter counter(String name, String description, String tag, String value) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }
}
