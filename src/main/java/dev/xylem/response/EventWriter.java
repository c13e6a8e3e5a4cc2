package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.Resource;
import dev.xylem.plan.live.FeedEvent;
import org.bson.RawBsonDocument;

/** Writes the data of a feed's events: a document as a GET of it would show it, everything else, a stored stream's too, as a plain object. On one line. */
public final class EventWriter {
    private final ApiRequest request;

    EventWriter(ApiRequest request) {
        this.request = request;
    }

    /** @param shown of the event's document, what the caller may see */
    public Bytes data(FeedEvent event, RawBsonDocument shown) {
        BodyWriter body = BodyWriter.of(request);
        if (event.kind().isState() && !(request.resource() instanceof Resource.Stream)) {
            body.document(shown);
        } else {
            body.plain(shown);
        }
        return body.out.content();
    }
}
