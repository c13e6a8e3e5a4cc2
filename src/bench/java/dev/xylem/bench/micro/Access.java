package dev.xylem.bench.micro;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.fixture.Requests;
import dev.xylem.security.policy.PolicyManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;

/** What is known of a request before the store is asked: parsed, and decided about by the last of 100 rules. */
public class Access extends Brief {
    private static final int RULES = 100;

    private final PolicyManager manager = policy();
    private final Requests target = Requests.of("GET", "/db99/coll/17").as("anna", "user");
    private final ApiRequest request = target.parse();

    private static PolicyManager policy() {
        String rules = IntStream.range(0, RULES)
                .mapToObj("  - {role: user, predicate: 'collection[\"db%d/coll\"] and method[GET]'}\n"::formatted)
                .collect(Collectors.joining("", "permissions:\n", ""));
        try {
            Path file = Files.writeString(Files.createTempFile("security", ".yml"), rules);
            var policy = PolicyManager.of(
                    file,
                    "file",
                    (caller, method, path, _) -> Requests.of(method, path).as(caller).parse());
            Files.delete(file);
            return policy;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public Decision policyOf100Rules() {
        return manager.decide(request);
    }

    @Benchmark
    public ApiRequest requestParser() {
        return target.parse();
    }
}
