package dev.xylem.request;

/** UTF-16's surrogates, which mean something in pairs only. */
final class Surrogates {
    private Surrogates() {}

    /** The index of the first surrogate without its other half, -1 when there is none. */
    static int firstLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }
}
