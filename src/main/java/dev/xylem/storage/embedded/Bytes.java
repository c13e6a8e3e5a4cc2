package dev.xylem.storage.embedded;

import java.util.Arrays;

/** A buffer that grows; little-endian as BSON is, big-endian where order counts. */
final class Bytes {

    private byte[] data;
    private int size;

    Bytes(int capacity) {
        data = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** Forgets what was written. */
    Bytes clear() {
        size = 0;
        return this;
    }

    byte[] data() {
        return data;
    }

    byte[] toArray() {
        return Arrays.copyOf(data, size);
    }

    private int reserve(int length) {
        int at = size;
        if (at + length > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, at + length));
        }
        size = at + length;
        return at;
    }

    Bytes put(int value) {
        int at = reserve(1);
        data[at] = (byte) value;
        return this;
    }

    Bytes put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    Bytes put(byte[] bytes, int from, int length) {
        int at = reserve(length);
        System.arraycopy(bytes, from, data, at, length);
        return this;
    }

    Bytes putInt(int value) {
        setInt(reserve(Integer.BYTES), value);
        return this;
    }

    void setInt(int at, int value) {
        data[at] = (byte) value;
        data[at + 1] = (byte) (value >>> 8);
        data[at + 2] = (byte) (value >>> 16);
        data[at + 3] = (byte) (value >>> 24);
    }

    Bytes putLong(long value) {
        putInt((int) value);
        return putInt((int) (value >>> 32));
    }

    Bytes putIntInOrder(int value) {
        return putInt(Integer.reverseBytes(value));
    }

    Bytes putLongInOrder(long value) {
        return putLong(Long.reverseBytes(value));
    }

    /** Turns the order of what was written from there on around. */
    void invert(int from) {
        for (int i = from; i < size; i++) {
            data[i] = (byte) ~data[i];
        }
    }
}
