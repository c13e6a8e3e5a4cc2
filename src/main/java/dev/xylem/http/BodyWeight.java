package dev.xylem.http;

/** How much memory a JSON body takes when it is read and written, roughly and rather more: its objects and values, not its length, are what counts. */
final class BodyWeight {
    /** Below that nobody counts. */
    private static final int LIGHT = 1_024;

    private static final int PER_BYTE = 2;
    private static final int PER_VALUE = 100;
    private static final int PER_OBJECT = 250;

    /** An element of the outermost array becomes a write of its own. */
    private static final int PER_ELEMENT = 1_000;

    private BodyWeight() {}

    static long of(byte[] json) {
        if (json.length < LIGHT) {
            return 0;
        }
        long weight = (long) PER_BYTE * json.length;
        int depth = 0;
        for (byte b : json) {
            switch (b) {
                case ',' -> weight += PER_VALUE;
                case '{' -> {
                    weight += depth == 1 ? PER_ELEMENT : PER_OBJECT;
                    depth++;
                }
                case '[' -> {
                    weight += PER_OBJECT;
                    depth++;
                }
                case '}', ']' -> depth--;
                default -> {}
            }
        }
        return weight;
    }
}
