package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;

class MapStoreTest {
    private static final byte[] KEY = {1};

    /** As many as MVStore keeps for readers, and some more. */
    private static final int COMMITS = 50;

    @Test
    void whatWasReplacedInMemoryIsForgotten() {
        try (MapStore store = MapStore.memory()) {
            MVMap<byte[], byte[]> map = store.map("documents");
            WeakReference<byte[]> old = put(store, map);

            for (int i = 0; i < COMMITS; i++) {
                put(store, map);
            }

            System.gc();
            assertNull(old.get());
        }
    }

    private static WeakReference<byte[]> put(MapStore store, MVMap<byte[], byte[]> map) {
        var value = new byte[100];
        map.put(KEY, value);
        store.commit();
        return new WeakReference<>(value);
    }
}
