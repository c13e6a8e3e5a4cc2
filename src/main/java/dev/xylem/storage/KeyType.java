package dev.xylem.storage;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.ObjectId;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ObjectDataType;

/**
 * The order of keys in the store's maps. The stock one serializes both keys for every comparison of an index; this one does
 * so only for the rare types.
 */
final class KeyType extends ObjectDataType {

    private static final int RARE = 4;

    /** Opens a map, or finds it open already, in this order. */
    static <V> MVMap.Builder<Object, V> map() {
        MVMap.Builder<Object, V> builder = new MVMap.Builder<>();
        builder.setKeyType(new KeyType());
        return builder;
    }

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof KeyValue left && b instanceof KeyValue right) {
            return compareElements(left, right);
        }
        return compareValues(a, b);
    }

    private int compareElements(KeyValue a, KeyValue b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareValues(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private int compareValues(Object a, Object b) {
        int rank = rank(a);
        int difference = Integer.compare(rank, rank(b));
        if (difference != 0) {
            return difference;
        }
        return switch (rank) {
            case 0 -> 0;
            case 1 -> ((String) a).compareTo((String) b);
            case 2 -> ((Double) a).compareTo((Double) b);
            case 3 -> ((ObjectId) a).compareTo((ObjectId) b);
            default -> super.compare(a, b);
        };
    }

    private static int rank(Object value) {
        return switch (value) {
            case null -> 0;
            case String _ -> 1;
            case Double _ -> 2;
            case ObjectId _ -> 3;
            default -> RARE;
        };
    }
}
