package dev.xylem.bench.http;

import static dev.xylem.bench.http.Candidate.Kind.ALL;
import static dev.xylem.bench.http.Candidate.Kind.OURS;
import static dev.xylem.bench.http.Candidate.Kind.SECURED;

import dev.xylem.bench.Packages;
import dev.xylem.bench.http.Candidate.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All workloads, in the order of the report. */
final class Workloads {
    static final int BULK = 1_000;
    static final int IMPORT = 5 * BULK;

    private static final int CONNECTIONS = 16;
    private static final int FEW = 4;

    private static final String PAGE = "?hal=c&pagesize=100";

    private Workloads() {}

    static List<Workload> all() {
        Stream<Workload> paging = Files.exists(Packages.path()) ? Stream.of(first(), deep()) : Stream.empty();
        return Stream.of(
                        Stream.of(
                                read("one", "one document by id", "one", Workloads::oneDocument),
                                read("page", "page of 100", "page", of -> List.of(page(of, docs(), ""))),
                                read("filtered", "filtered, sorted page of 100", "filtered", Workloads::filtered)),
                        paging,
                        Stream.of(
                                write("post", "POST a document", "insert", 201, posts()),
                                write("patch", "PATCH $inc", "increment", 200, patches()),
                                write("put", "PUT a document", "replace", 200, puts()),
                                bulk(),
                                ndjsonImport(),
                                ndjsonExport(),
                                missing(),
                                secured("401", "401 without credentials", Caller.NOBODY, SECURED, 401),
                                secured("rules", "one document, 100 rules", Caller.HUNDRED_RULES, SECURED, 200),
                                secured("jwt", "one document, JWT", Caller.BEARER, List.of(Kind.XYLEM_BASIC), 200)))
                .flatMap(workloads -> workloads)
                .toList();
    }

    private static Workload first() {
        return read("first", "page 1 of 635", "first", of -> List.of(page(of, path("packages"), "")));
    }

    private static Workload deep() {
        return read("deep", "page 600 of 635 by cursor", "deep", Workloads::deepPage);
    }

    /** By cursor where there are cursors, else by its number. */
    private static List<Request> deepPage(Candidate of) {
        Request before = page(of, path("packages"), "&page=" + Dataset.DEEP_PAGE);
        Request numbered = page(of, path("packages"), "&page=" + (Dataset.DEEP_PAGE + 1));
        return List.of(of.kind() == Kind.RESTHEART ? numbered : Request.get(of.next(before.path())));
    }

    private static List<Request> filtered(Candidate of) {
        return each(Dataset.GROUPS, i -> {
            String filter = URLEncoder.encode("{\"group\":" + i + "}", StandardCharsets.UTF_8);
            return page(of, docs(), "&sort_by=n&filter=" + filter);
        });
    }

    /** The peer reads ahead into a pool of cursors unless it is told not to, which makes it slower here. */
    private static Request page(Candidate of, String collection, String parameters) {
        return Request.get(collection + PAGE + parameters + (of.kind() == Kind.RESTHEART ? "&eager=none" : ""));
    }

    private static List<Request> posts() {
        return each(100, i -> Request.json("POST", path(Dataset.ADDED), Dataset.body(i)));
    }

    private static List<Request> patches() {
        return each(Dataset.DOCUMENTS, i -> Request.json("PATCH", path("changed") + "/" + Dataset.id(i), "{\"$inc\":{\"n\":1}}"));
    }

    private static List<Request> puts() {
        return each(Dataset.DOCUMENTS, i -> Request.json("PUT", path("changed") + "/" + Dataset.id(i), Dataset.body(i)));
    }

    private static Workload bulk() {
        String body = "[" + String.join(",", Dataset.bodies(BULK)) + "]";
        return new Workload(
                "bulk",
                "bulk POST of 1,000",
                "bulk",
                ALL,
                Caller.ONE_RULE,
                BULK,
                FEW,
                200,
                _ -> List.of(Request.json("POST", path(Dataset.ADDED), body)));
    }

    /** A document of some size. */
    static Workload ofSize(int size) {
        String path = path(Dataset.SIZES) + "/" + size;
        return read("size=" + size, size + " bytes", "id:" + size, _ -> List.of(Request.get(path)));
    }

    static Workload ofPageSize(int size) {
        String parameters = "?hal=c&pagesize=" + size;
        return read(
                "pagesize=" + size,
                "page of " + size,
                "pagesize:" + size,
                of -> List.of(Request.get(docs() + parameters + (of.kind() == Kind.RESTHEART ? "&eager=none" : ""))));
    }

    static Workload ofConnections(int connections) {
        return read("connections=" + connections, connections + " connections", "one", Workloads::oneDocument)
                .withConnections(connections);
    }

    static Workload ofRules(Caller caller) {
        return secured("rules=" + caller.rules, caller.rules + " rules", caller, SECURED, 200);
    }

    /** A document by id, of a collection of some size. */
    static Workload ofCollection(int documents) {
        String name = Dataset.grown(documents);
        return read(
                "collection=" + documents,
                "one of " + documents,
                "grown:" + name,
                _ -> each(Math.min(documents, Dataset.DOCUMENTS), i -> Request.get(path(name) + "/" + Dataset.id(i))));
    }

    /** The first page of a collection of some size. */
    static Workload ofCollectionPage(int documents) {
        String name = Dataset.grown(documents);
        return read(
                "collection-page=" + documents,
                "page of " + documents,
                "grownpage:" + name,
                of -> List.of(page(of, path(name), "")));
    }

    private static Workload ndjsonImport() {
        String body = String.join("\n", Dataset.bodies(IMPORT)) + "\n";
        var request = new Request("POST", path(Dataset.ADDED) + "?rep=S&wm=insert", "application/x-ndjson", body);
        return new Workload(
                "import", "NDJSON import of 5,000", "import", OURS, Caller.ONE_RULE, IMPORT, FEW, 200, _ -> List.of(request));
    }

    private static Workload ndjsonExport() {
        return new Workload(
                "export",
                "NDJSON export of 10,000",
                "export",
                OURS,
                Caller.ONE_RULE,
                Dataset.DOCUMENTS,
                FEW,
                200,
                _ -> List.of(Request.get(docs() + "?rep=NDJSON")));
    }

    private static Workload missing() {
        return new Workload(
                "404",
                "404 for a document",
                "missing",
                ALL,
                Caller.ONE_RULE,
                1,
                CONNECTIONS,
                404,
                _ -> each(Dataset.DOCUMENTS, i -> Request.get(docs() + "/no-" + Dataset.id(i))));
    }

    private static Workload read(
            String name, String title, String operation, Function<Candidate, List<Request>> requests) {
        return new Workload(name, title, operation, ALL, Caller.ONE_RULE, 1, CONNECTIONS, 200, requests);
    }

    private static Workload write(String name, String title, String operation, int status, List<Request> requests) {
        return new Workload(name, title, operation, ALL, Caller.ONE_RULE, 1, CONNECTIONS, status, _ -> requests);
    }

    private static Workload secured(String name, String title, Caller caller, List<Kind> kinds, int status) {
        return new Workload(name, title, "", kinds, caller, 1, CONNECTIONS, status, Workloads::oneDocument);
    }

    private static List<Request> oneDocument(Candidate candidate) {
        return each(Dataset.DOCUMENTS, i -> Request.get(docs() + "/" + Dataset.id(i)));
    }

    private static List<Request> each(int count, IntFunction<Request> request) {
        return IntStream.range(0, count).mapToObj(request).toList();
    }

    private static String docs() {
        return path("docs");
    }

    private static String path(String collection) {
        return "/" + Dataset.DATABASE + "/" + collection;
    }
}
