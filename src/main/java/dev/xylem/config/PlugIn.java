package dev.xylem.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An identity or access manager.
 *
 * @param implementation one of our short names, or the name of a class on the class path
 * @param confFile where its own settings are, absolute or relative to the working directory; it exists
 */
public record PlugIn(String implementation, Optional<Path> confFile) {}
