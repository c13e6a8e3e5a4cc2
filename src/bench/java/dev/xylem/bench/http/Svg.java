package dev.xylem.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A drawing that reads well on light and on dark ground. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** @param anchor start, middle or end */
    Svg text(double x, double y, int size, String anchor, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        return add(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\">%s</text>", x, y, size, anchor, safe));
    }

    Svg bar(double x, double y, double width, double height, String colour) {
        return add(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" style=\"fill:%s\"/>", x, y, width, height, colour));
    }

    Svg line(double x1, double y1, double x2, double y2, String colour, double width) {
        return add(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>", x1,
                y1,
                x2,
                y2,
                colour,
                width));
    }

    private Svg add(String element) {
        body.append(element).append('\n');
        return this;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif" fill="#24292f">
                <rect width="%1$d" height="%2$d" rx="6" style="fill:#ffffff"/>
                %3$s</svg>
                """
                        .formatted(width, height, body));
    }
}
