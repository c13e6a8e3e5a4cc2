package dev.xylem.storage;

/**
 * The connections to the store, right now.
 *
 * @param most that may be at work, {@code mongo-pool.max}
 * @param busy that work for requests
 * @param waiting requests that wait for one
 * @param open kept open by the driver, busy or not
 */
public record PoolState(int most, int busy, int waiting, int open) {}
