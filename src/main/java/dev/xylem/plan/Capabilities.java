package dev.xylem.plan;

/**
 * What the store behind us can do, asked once when it is first reached. A feature that it lacks is refused before anything
 * is sent to it.
 *
 * @param engine its name and version, for people
 */
public record Capabilities(
        String engine,
        boolean transactions,
        boolean changeStreams,
        boolean pipelineUpdates,
        boolean text,
        boolean geo,
        boolean collation,
        boolean explain) {}
