package dev.xylem.security.policy;

import dev.xylem.api.Caller;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@code tests} of a policy file.
 *
 * @param expect {@code allow}, {@code deny} or {@code 401}
 * @param filter the read filter that the deciding rule must have; null where the test does not say
 */
record PolicyTest(
        String place,
        Caller caller,
        String method,
        String path,
        @Nullable String body,
        String expect,
        @Nullable BsonDocument filter) {}
