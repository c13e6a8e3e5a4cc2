package dev.xylem.config;

import java.util.Optional;

/**
 * What {@code migrate-config} is about.
 *
 * @param file RESTHeart's configuration
 * @param folder where to write ours; empty to print it
 * @param blanks a properties file that fills the blanks of RESTHeart's; empty for none
 */
public record MigrationWords(String file, Optional<String> folder, Optional<String> blanks) {}
