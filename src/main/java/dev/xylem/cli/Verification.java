package dev.xylem.cli;

import dev.xylem.cli.Manifest.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a whole backup and believes nothing: each line is a document, and files, counts and checksums are those of the manifest. */
final class Verification {
    private static final String DATA = ".ndjson";

    /**
     * What a file really holds.
     *
     * @param sha256 in hex
     */
    private record Found(long documents, String sha256) {}

    private final Path path;
    private final Progress progress;
    private final Map<String, Found> found = new HashMap<>();
    private @Nullable Manifest manifest;

    private Verification(Path path, Progress progress) {
        this.path = path;
        this.progress = progress;
    }

    /** @throws Refusal when anything is missing, damaged or too much */
    static Manifest of(Path path, BackupFiles files, Progress progress) {
        var verification = new Verification(path, progress);
        progress.begin("checking " + path);
        try {
            files.each(verification::visit);
        } catch (IOException e) {
            throw Refusal.damaged(path + " can't be read to its end: " + e.getMessage());
        }
        progress.end();
        return verification.complete();
    }

    private void visit(String name, InputStream content) throws IOException {
        if (name.equals(Manifest.FILE)) {
            manifest = Manifest.parse(content.readAllBytes());
        } else if (name.endsWith(DATA) && found.put(name, read(name, content)) != null) {
            throw Refusal.damaged("the backup has " + name + " twice");
        }
    }

    private Found read(String name, InputStream content) throws IOException {
        var summed = new DigestInputStream(content, PartWriter.sha256());
        var lines = new Lines(name, summed);
        while (lines.next()) {
            lines.document();
            progress.add(1);
        }
        return new Found(
                lines.number(),
                HexFormat.of().formatHex(summed.getMessageDigest().digest()));
    }

    private Manifest complete() {
        if (manifest == null) {
            throw Refusal.damaged(path + " has no " + Manifest.FILE + ": it was cut off, or is no backup of Xylem");
        }
        var parts = manifest.entries().stream()
                .flatMap(entry -> entry.parts().stream())
                .collect(Collectors.toMap(Part::file, part -> part));
        parts.values().forEach(this::compare);
        found.keySet().stream()
                .filter(name -> !parts.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.damaged("the backup has " + name + ", which its manifest does not name");
                });
        return manifest;
    }

    private void compare(Part part) {
        Found real = found.get(part.file());
        if (real == null) {
            throw Refusal.damaged("the backup lacks " + part.file() + ", which its manifest names");
        }
        if (real.documents() != part.documents()) {
            throw Refusal.damaged("%s holds %d documents, its manifest says %d"
                    .formatted(part.file(), real.documents(), part.documents()));
        }
        if (part.sha256().filter(sum -> !sum.equals(real.sha256())).isPresent()) {
            throw Refusal.damaged(
                    part.file() + " was changed since the export: its SHA-256 is not that of the manifest");
        }
    }
}
