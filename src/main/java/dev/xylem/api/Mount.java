package dev.xylem.api;

/**
 * The mount that a request came through, its template variables filled in. Links lead back through it.
 *
 * @param what the canonical prefix, {@code ""}, {@code /db}, {@code /db/coll} or {@code /db/coll/id}, not encoded
 * @param where the URL prefix that stands for it, {@code ""} or {@code /x/y}, not encoded
 */
public record Mount(String what, String where) {

    /** True when all of the collection can be reached through this mount. */
    public boolean shows(Namespace namespace) {
        String path = "/" + namespace.database() + "/" + namespace.collection();
        return what.isEmpty() || path.equals(what) || path.startsWith(what + "/");
    }
}
