package dev.xylem.storage.embedded;

import java.util.Arrays;

/** A document as the bytes of its BSON, never to be changed. Stands for a document where commands and replies carry one. */
@SuppressWarnings("ArrayRecordComponent")
record RawBson(byte[] bytes) {

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawBson(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
