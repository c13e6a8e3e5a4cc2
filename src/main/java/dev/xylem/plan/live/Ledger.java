package dev.xylem.plan.live;

import java.util.Arrays;

/**
 * The ids that a feed has shown, as fingerprints, and what changed among them lately, so that the feed can go on from an earlier event. Not
 * for several threads.
 */
final class Ledger {
    private static final int FIRST_CAPACITY = 16;
    private static final int LONGEST_PAST = 1024;
    private static final long NONE = 0;

    private long[] slots = new long[0];
    private int size;

    /** A ring: what was added (as it is) or removed (negated bit in {@code added}), and when. */
    private long[] changed = new long[0];

    private long[] when = new long[0];
    private boolean[] added = new boolean[0];
    private int newest;
    private int known;

    /** Before that sequence nothing is known. */
    private long horizon;

    boolean contains(long print) {
        return size > 0 && slots[slotOf(nonZero(print))] != NONE;
    }

    int size() {
        return size;
    }

    /** Without a past. */
    void restore(long print) {
        insert(nonZero(print));
    }

    /** The past before that sequence is forgotten. */
    void forgetPast(long sequence) {
        known = 0;
        horizon = sequence;
    }

    void add(long print, long sequence) {
        if (insert(nonZero(print))) {
            note(nonZero(print), true, sequence);
        }
    }

    /** True when it was there. */
    boolean remove(long print, long sequence) {
        if (!contains(print)) {
            return false;
        }
        delete(nonZero(print));
        note(nonZero(print), false, sequence);
        return true;
    }

    /** What was there just after that event; false when that isn't known any more. */
    boolean rollBackTo(long sequence) {
        if (sequence < horizon) {
            return false;
        }
        while (known > 0 && when[newest] > sequence) {
            if (added[newest]) {
                delete(changed[newest]);
            } else {
                insert(changed[newest]);
            }
            newest = (newest + changed.length - 1) % changed.length;
            known--;
        }
        return true;
    }

    private void note(long print, boolean isAdded, long sequence) {
        if (known == changed.length) {
            lengthen();
        }
        newest = (newest + 1) % changed.length;
        if (known == changed.length) {
            horizon = when[newest];
        } else {
            known++;
        }
        changed[newest] = print;
        added[newest] = isAdded;
        when[newest] = sequence;
    }

    /** Until it is long enough; then the oldest make room. */
    private void lengthen() {
        int length = changed.length;
        if (length == LONGEST_PAST) {
            return;
        }
        int longer = Math.max(FIRST_CAPACITY, 2 * length);
        var changes = new long[longer];
        var times = new long[longer];
        var kinds = new boolean[longer];
        for (int i = 0; i < known; i++) {
            int from = (newest - known + 1 + i + length) % length;
            changes[i] = changed[from];
            times[i] = when[from];
            kinds[i] = added[from];
        }
        changed = changes;
        when = times;
        added = kinds;
        newest = known - 1 < 0 ? longer - 1 : known - 1;
    }

    private static long nonZero(long print) {
        return print == NONE ? 1 : print;
    }

    private boolean insert(long print) {
        if (2 * (size + 1) > slots.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * slots.length));
        }
        int slot = slotOf(print);
        if (slots[slot] == print) {
            return false;
        }
        slots[slot] = print;
        size++;
        return true;
    }

    private void resize(int capacity) {
        long[] old = slots;
        slots = new long[capacity];
        Arrays.stream(old).filter(print -> print != NONE).forEach(print -> slots[slotOf(print)] = print);
    }

    /** Where it is, or would be. */
    private int slotOf(long print) {
        int mask = slots.length - 1;
        int slot = (int) (print ^ print >>> 32) & mask;
        while (slots[slot] != NONE && slots[slot] != print) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Those that were moved on by it move back. */
    private void delete(long print) {
        int mask = slots.length - 1;
        int slot = slotOf(print);
        if (slots[slot] == NONE) {
            return;
        }
        slots[slot] = NONE;
        size--;
        for (int next = (slot + 1) & mask; slots[next] != NONE; next = (next + 1) & mask) {
            long moved = slots[next];
            slots[next] = NONE;
            slots[slotOf(moved)] = moved;
        }
    }
}
