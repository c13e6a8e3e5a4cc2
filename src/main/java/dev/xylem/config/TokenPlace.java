package dev.xylem.config;

/** Where tokens are kept. */
public enum TokenPlace {
    /** In this process: they end with it, and no other knows them. */
    MEMORY,
    /** In the store, hashed: all nodes on it know them. */
    MONGO
}
