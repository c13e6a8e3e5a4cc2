package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.Metrics;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** etc/grafana/xylem.json asks for what the server tells. */
class DashboardTest {
    private static final Path FILE = Path.of(System.getProperty("xylem.home", ""), "etc/grafana/xylem.json");
    private static final Pattern METRIC = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=");
    private static final Pattern BY = Pattern.compile("sum by \\(([a-z_, ]+)\\) \\((?:rate\\()?([a-z_]+)\\{");

    /** Prometheus adds it to whatever it collects. */
    private static final String INSTANCE = "instance";

    @Test
    void eachQueryNamesMetricsAndLabelsThatAreThere() throws IOException {
        Map<String, Set<String>> told = told();

        List<String> queries = queries();

        assertTrue(queries.size() > 25, queries::toString);
        for (String query : queries) {
            Set<String> named = new HashSet<>();
            Matcher metrics = METRIC.matcher(query);
            while (metrics.find()) {
                named.add(metrics.group(1));
                Set<String> labels = told.getOrDefault(metrics.group(1), Set.of());
                assertTrue(told.containsKey(metrics.group(1)), () -> "no such metric: " + query);
                LABEL.matcher(metrics.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals(INSTANCE))
                        .forEach(label -> assertTrue(labels.contains(label), () -> label + " is no label: " + query));
            }
            assertTrue(!named.isEmpty(), query);
            assertEquals(Set.of(), groupedByNothing(query, told), query);
        }
    }

    @Test
    void eachMetricOfOursIsShown() throws IOException {
        String all = String.join("\n", queries());
        Set<String> hidden = told().keySet().stream()
                .filter(name -> name.startsWith("xylem_"))
                .filter(name -> !name.matches(".*_seconds_(count|sum|max)"))
                .filter(name -> !all.contains(name + "{"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), hidden);
    }

    private static Set<String> groupedByNothing(String query, Map<String, Set<String>> told) {
        Set<String> unknown = new TreeSet<>();
        BY.matcher(query).results().forEach(by -> {
            Set<String> labels = told.getOrDefault(by.group(2), Set.of());
            for (String label : by.group(1).split(", ", -1)) {
                if (!label.equals(INSTANCE) && !labels.contains(label)) {
                    unknown.add(label);
                }
            }
        });
        return unknown;
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (BsonValue panel : BsonDocument.parse(Files.readString(FILE)).getArray("panels")) {
            if (panel.asDocument().containsKey("targets")) {
                panel.asDocument()
                        .getArray("targets")
                        .forEach(target -> queries.add(
                                target.asDocument().getString("expr").getValue()));
            }
        }
        return queries;
    }

    /** What a server tells to which all of it has happened. */
    private static Map<String, Set<String>> told() {
        var options = Guarded.options("""
                users: [{userid: admin, password: admin, roles: [admins]}, {userid: ann, password: ann, roles: []}]
                permissions: [{role: admins, predicate: 'path-prefix["/"]'}]
                """).toArray(String[]::new);
        try (var server = ServerProcess.on(Engine.EMBEDDED, options)) {
            Api admin = Api.of(server).as("admin", "admin");
            String collection = admin.newCollection();
            admin.get(collection + "/missing").expect(404);
            Api.of(server).as("ann", "ann").get(collection).expect(403);
            Api.of(server).as("ann", "wrong").get(collection).expect(401);
            try (Feed feed = Feed.open(admin, collection)) {
                feed.awaitLive();
            }
            return Metrics.of(server).samples().stream()
                    .collect(Collectors.toMap(
                            Metrics.Sample::name,
                            sample -> new HashSet<>(sample.labels().keySet()),
                            (one, other) -> {
                                one.addAll(other);
                                return one;
                            }));
        }
    }
}
