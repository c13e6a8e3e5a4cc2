package dev.xylem.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** docs/performance.md: the text is ours, the figures between its marks are the benchmark's. */
final class ReportPage {
    private static final Path PAGE = Path.of("docs/performance.md");

    private ReportPage() {}

    /** Replaces what stands between {@code <!-- NAME -->} and {@code <!-- end of NAME -->}. */
    static void put(String name, String text) throws IOException {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- end of " + name + " -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(PAGE + " has no marks for " + name);
        }
        Files.writeString(PAGE, page.substring(0, from + begin.length()) + "\n\n" + text + "\n" + page.substring(to));
    }
}
