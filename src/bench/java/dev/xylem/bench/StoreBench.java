package dev.xylem.bench;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * The embedded store beside the stock H2 backend of mongo-java-server, in one process, on the packages of Debian. Arguments:
 * {@code only} leaves the stock backend out, {@code serve} prints nothing but whether loading and reading fit the heap.
 */
public final class StoreBench {

    /** Driver and stock server would write each command as JSON. Held here, because loggers are collected as garbage. */
    private static final List<Logger> QUIET =
            Stream.of("org.mongodb", "de.bwaldvogel", "io.netty").map(Logger::getLogger).toList();

    private static final String LOAD = "load all, change log on";
    private static final String DISK = "disk after loading, MiB";

    /** The same for both stores, because what is short depends on how warm the machine is. */
    private static final int ONE_BY_ONE = 4_000;

    private final Map<String, Double> millis = new LinkedHashMap<>();
    private final List<RawBsonDocument> packages;
    private final Path folder;
    private final Function<Path, Candidate> opener;
    private final int rounds;

    private StoreBench(List<RawBsonDocument> packages, Path folder, Function<Path, Candidate> opener, int rounds) {
        this.packages = packages;
        this.folder = folder;
        this.opener = opener;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> options = Arrays.asList(arguments);
        if (!Files.exists(Packages.path())) {
            System.err.println("no data: " + Packages.path());
            System.exit(2);
        }
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        Path folder = Files.createTempDirectory("xylem-bench");
        if (options.contains("serve")) {
            serve(folder);
        } else {
            compare(folder, !options.contains("only"));
        }
        System.exit(0);
    }

    private static void compare(Path folder, boolean withStock) throws IOException {
        List<RawBsonDocument> packages = Packages.read();
        Map<String, Double> ours = new StoreBench(
                        packages, Files.createDirectory(folder.resolve("xylem")), Candidate::xylem, 1000)
                .run();
        Map<String, Double> stock = withStock
                ? new StoreBench(packages, Files.createDirectory(folder.resolve("stock")), Candidate::stock, 50).run()
                : Map.of();
        System.out.printf("%-40s %12s %12s %9s%n", "medians, ms", "stock H2", "xylem", "ratio");
        ours.forEach((name, ms) -> {
            Double other = stock.get(name);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %12s %12.3f %9s%n",
                    name,
                    other == null ? "-" : "%.3f".formatted(other),
                    ms,
                    other == null ? "-" : "%.1f".formatted(other / ms));
        });
    }

    private Map<String, Double> run() {
        try (Candidate store = opener.apply(folder)) {
            load(store);
            reads(store.packages());
            updates(store);
            index(store.packages());
        }
        time("open and find one", 5, _ -> {
            try (Candidate store = opener.apply(folder)) {
                store.packages().find(eq("_id", "0ad")).first();
            }
        });
        return millis;
    }

    private void load(Candidate store) {
        time(LOAD, 1, _ -> {
            for (int i = 0; i < packages.size(); i += 1000) {
                store.packages().insertMany(packages.subList(i, Math.min(i + 1000, packages.size())));
                store.commit().run();
            }
        });
        millis.put(DISK, Candidate.mebibytes(folder));
    }

    private void reads(MongoCollection<RawBsonDocument> collection) {
        String[] ids = new Random(1)
                .ints(ONE_BY_ONE, 0, packages.size())
                .mapToObj(i -> packages.get(i).getString("_id").getValue())
                .toArray(String[]::new);
        time("find by _id", ONE_BY_ONE, i -> collection.find(eq("_id", ids[i])).first());
        time("default page: sort _id -1, 100", rounds / 10, _ -> collection
                .find()
                .sort(descending("_id"))
                .limit(100)
                .into(new ArrayList<>()));
        time("unindexed equality, 100 of all", rounds / 10, _ -> find(collection, "version", "1.0.0-1"));
        time("unindexed regex over all", rounds / 10, _ -> collection
                .find(regex("description", "strategy game"))
                .into(new ArrayList<>()));
        time("unindexed sort, 100 of all", rounds / 10, _ -> collection
                .find()
                .sort(ascending("size"))
                .limit(100)
                .into(new ArrayList<>()));
        time("count with a filter", rounds / 10, _ -> collection.countDocuments(eq("section", "games")));
    }

    private static void find(MongoCollection<RawBsonDocument> collection, String field, String value) {
        int found = collection.find(eq(field, value)).into(new ArrayList<>()).size();
        if (found != 100) {
            throw new IllegalStateException(found + " documents found");
        }
    }

    private void updates(Candidate store) {
        Random random = new Random(2);
        MongoCollection<RawBsonDocument> collection = store.packages();
        time("update by _id, committed", ONE_BY_ONE / 4, i -> {
            RawBsonDocument document = packages.get(random.nextInt(packages.size()));
            collection.updateOne(eq("_id", document.getString("_id")), set("seen", new BsonString("at " + i)));
            store.commit().run();
        });
    }

    private void index(MongoCollection<RawBsonDocument> collection) {
        time("build an index", 1, _ -> collection.createIndex(ascending("version")));
        time("indexed equality, 100 of all", rounds / 2, _ -> find(collection, "version", "1.0.0-1"));
    }

    private void time(String name, int times, IntConsumer work) {
        long[] nanos = new long[Math.max(times, 1)];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            work.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        millis.put(name, nanos[nanos.length / 2] / 1e6);
        System.err.printf(Locale.ROOT, "%-40s %12.3f ms%n", name, millis.get(name));
    }

    /** Without keeping the packages in memory. */
    private static void serve(Path folder) throws IOException {
        try (Candidate store = Candidate.xylem(folder)) {
            List<RawBsonDocument> batch = new ArrayList<>();
            Packages.each(document -> {
                batch.add(document);
                if (batch.size() == 1000) {
                    store.packages().insertMany(batch);
                    batch.clear();
                }
            });
            store.packages().insertMany(batch);
            long all = 0;
            for (RawBsonDocument document : store.packages().find()) {
                all += document.size() > 0 ? 1 : 0;
            }
            store.packages().createIndex(ascending("version"));
            find(store.packages(), "version", "1.0.0-1");
            System.out.printf(
                    Locale.ROOT,
                    "%d documents loaded, read and indexed with a heap of %d MiB; %.1f MiB on disk%n",
                    all,
                    Runtime.getRuntime().maxMemory() >> 20,
                    Candidate.mebibytes(folder));
        }
    }
}
