package dev.xylem.storage.embedded;

/** A text for regular expressions, which may try combinations without end: reading it fails when the command's time is over. */
final class TimedText implements CharSequence {
    private static final int UNCHECKED = 1 << 14;

    private final CharSequence text;
    private int reads;

    TimedText(CharSequence text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads % UNCHECKED == 0) {
            Deadline.check();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
