package dev.xylem.storage;

import com.mongodb.ConnectionString;

/** What commands need that run without Quarkus. */
public final class OutsideQuarkus {
    private OutsideQuarkus() {}

    /**
     * Reads a connection string. For {@code mongodb+srv} the driver asks DNS, and takes Quarkus' client for that wherever it finds it on the
     * class path, which fails where Quarkus does not run; so it is shown none, and takes Java's.
     *
     * @throws IllegalArgumentException when it is malformed
     * @throws com.mongodb.MongoException when DNS does not answer
     */
    public static ConnectionString connection(String uri) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return new ConnectionString(uri);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
