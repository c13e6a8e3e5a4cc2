package dev.xylem.config;

/** How a log line is written. */
public enum LogFormat {
    TEXT,
    /** One JSON object a line, for containers. */
    JSON
}
