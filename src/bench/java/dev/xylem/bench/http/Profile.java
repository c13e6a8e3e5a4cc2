package dev.xylem.bench.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What a recording tells about where a process spent its CPU time and what it allocated. */
final class Profile {
    private static final int SHOWN = 25;
    private static final Pattern PACKAGE = Pattern.compile("^(\\w+\\.){1,2}\\w+(?=\\.)");
    private static final String OURS = "dev.xylem.";

    private final Map<String, Map<String, Double>> tables = new HashMap<>();

    /** Of samples of CPU time, native code and system calls included, and of samples of allocation. */
    static Profile read(Path recording) throws IOException {
        var profile = new Profile();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.add(file.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" -> {
                count("CPU by the topmost frame", event, 1, Profile::topmost);
                count("CPU by the nearest frame of Xylem", event, 1, Profile::ours);
                count("CPU by the nearest frame of each library", event, 1, Profile::library);
            }
            case "jdk.ObjectAllocationInNewTLAB" -> allocated(event, (double) event.getLong("tlabSize"));
            case "jdk.ObjectAllocationOutsideTLAB" -> allocated(event, (double) event.getLong("allocationSize"));
            default -> {}
        }
    }

    /** A buffer that was used up stands for all that was allocated in it. */
    private void allocated(RecordedEvent event, double bytes) {
        count("allocation by class", event, bytes, _ -> event.getClass("objectClass").getName());
        count("allocation by the topmost frame", event, bytes, Profile::topmost);
        count("allocation by the nearest frame of Xylem", event, bytes, Profile::ours);
    }

    private void count(String table, RecordedEvent event, double weight, Function<List<RecordedFrame>, String> name) {
        List<RecordedFrame> frames = event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames();
        tables.computeIfAbsent(table, _ -> new HashMap<>()).merge(name.apply(frames), weight, Double::sum);
    }

    private static String topmost(List<RecordedFrame> frames) {
        return frames.isEmpty() ? "(unknown)" : name(frames.getFirst());
    }

    private static String ours(List<RecordedFrame> frames) {
        return frames.stream()
                .filter(frame -> type(frame).startsWith(OURS))
                .findFirst()
                .map(Profile::name)
                .orElseGet(() -> "(none) " + library(frames));
    }

    /** The package of the first frame that is none of the JDK's, at most three names of it. */
    private static String library(List<RecordedFrame> frames) {
        return frames.stream()
                .map(Profile::type)
                .filter(type -> !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun."))
                .findFirst()
                .map(type -> PACKAGE.matcher(type).results().findFirst().map(MatchResult::group).orElse(type))
                .orElse("(the JDK)");
    }

    private static String name(RecordedFrame frame) {
        String type = type(frame);
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        tables.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(table -> {
            text.append("\n  ").append(table.getKey()).append('\n');
            double all = sum(table.getValue().values());
            table.getValue().entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<String, Double> row) -> -row.getValue()))
                    .limit(SHOWN)
                    .forEach(row -> text.append(String.format(
                            Locale.ROOT, "    %5.1f %%  %s%n", 100 * row.getValue() / all, row.getKey())));
        });
        return text.toString();
    }

    private static double sum(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
