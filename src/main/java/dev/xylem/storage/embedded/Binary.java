package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Bson;
import java.util.Arrays;

/** Binary data of a subtype that the engine has no class for. */
@SuppressWarnings("ArrayRecordComponent")
record Binary(byte subtype, byte[] data) implements Bson {

    @Override
    public boolean equals(Object other) {
        return other instanceof Binary(byte otherSubtype, byte[] others)
                && subtype == otherSubtype
                && Arrays.equals(data, others);
    }

    @Override
    public int hashCode() {
        return 31 * subtype + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "binary of " + data.length + " bytes";
    }
}
