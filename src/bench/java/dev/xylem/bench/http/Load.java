package dev.xylem.bench.http;

import java.util.Arrays;

/**
 * What was asked and answered in some time; times in microseconds.
 *
 * @param refused answers with a status of 400 or more
 * @param broken connections that failed or timed out
 */
record Load(long requests, long micros, long p50, long p99, long refused, long broken) {

    /** As {@code wrk}'s script and the loop on the driver tell it. */
    static Load parse(String line) {
        long[] numbers = Arrays.stream(line.split(" ", -1)).skip(1).mapToLong(Long::parseLong).toArray();
        return new Load(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    Load withRefused(long number) {
        return new Load(requests, micros, p50, p99, number, broken);
    }

    /** @param toBeRefused true when every answer should be a refusal */
    long errors(boolean toBeRefused) {
        return broken + (toBeRefused && refused > 0 ? requests - refused : refused);
    }
}
