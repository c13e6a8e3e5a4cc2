package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Content;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.Method;
import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import dev.xylem.plan.Result;
import dev.xylem.plan.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Turns a result into status, headers and body. */
public final class Renderer {
    private static final int MULTI_STATUS = 207;

    private final EtagHeader etags;
    private final SlowQueryHeader slowQueries;

    public Renderer(Settings settings) {
        this.etags = new EtagHeader(settings.etagFormat());
        this.slowQueries = new SlowQueryHeader(settings.limits().scanWarning());
    }

    /** @param warnings for the header {@code Xylem-Warning} */
    public ApiResponse render(ApiRequest request, Result result, List<String> warnings) {
        Map<String, String> headers = new LinkedHashMap<>();
        WarningHeader.add(headers, warnings);
        return switch (ShownSchemas.of(request, result)) {
            case Result.Listing listing -> listing(request, listing, headers);
            case Result.Page page -> page(request, page, headers);
            case Result.Export export -> export(request, export, headers);
            case Result.One one -> one(request, one, headers);
            case Result.Members members -> members(request, members, headers);
            case Result.Plain(var object) -> ok(request, headers, body -> body.plain(object));
            case Result.Explained explained -> explained(request, explained, headers);
            case Result.Described(String allow) -> described(allow, headers);
            case Result.IndexWritten(boolean created) -> new ApiResponse(created ? 201 : 200, headers, Content.EMPTY);
            case Result.Related related -> related(request, related, headers);
            case Result.Properties(var properties) -> properties(request, properties, headers);
            case Result.Size(long size) -> size(request, size, headers);
            case Result.Written written -> written(request, written, headers);
            case Result.Deleted _ -> new ApiResponse(204, headers, Content.EMPTY);
            case Result.Imported imported -> imported(request, imported, warnings, headers);
            case Result.BulkWritten written -> bulk(request, written, headers);
        };
    }

    private static ApiResponse described(String allow, Map<String, String> headers) {
        headers.put("Allow", allow);
        return new ApiResponse(204, headers, Content.EMPTY);
    }

    private ApiResponse listing(ApiRequest request, Result.Listing listing, Map<String, String> headers) {
        boolean showsMembers = request.query().pagesize() > 0;
        BsonValue etag = listing.own() == null ? null : listing.own().get("_etag");
        total(headers, request, OptionalLong.of(listing.size()), false);
        return tagged(request, headers, etag, !showsMembers, body -> body.listing(listing));
    }

    private ApiResponse page(ApiRequest request, Result.Page page, Map<String, String> headers) {
        boolean showsMembers = request.query().pagesize() > 0;
        BsonValue etag = page.properties() == null ? null : page.properties().get("_etag");
        total(headers, request, page.size(), page.capped());
        new PageLinks(request).addTo(headers, page.cursors());
        slowQueries.add(headers, request.query(), page.effort());
        if (request.format().representation().isStreamed()) {
            return export(
                    request,
                    new Result.Export(page.properties(), Rows.of(page.documents()), page.size(), page.capped()),
                    headers);
        }
        return tagged(request, headers, etag, !showsMembers, body -> body.page(page));
    }

    private ApiResponse members(ApiRequest request, Result.Members members, Map<String, String> headers) {
        return request.format().representation().isStreamed()
                ? export(request, Result.Export.of(Rows.of(members.documents())), headers)
                : ok(request, headers, body -> body.members(members));
    }

    private ApiResponse export(ApiRequest request, Result.Export export, Map<String, String> headers) {
        etags.add(
                headers,
                export.properties() == null ? null : export.properties().get("_etag"));
        total(headers, request, export.size(), export.capped());
        headers.put("Content-Type", request.format().mediaType());
        headers.put("Vary", "Accept");
        return new ApiResponse(200, headers, streamed(request, export.rows()));
    }

    private static ApiResponse.Streamed streamed(ApiRequest request, Rows rows) {
        return request.format().representation() == Representation.CSV
                ? new CsvStream(rows, columns(request), request.format().rawCsv())
                : new NdjsonStream(rows, DocumentWriter.of(request.format().jsonMode()));
    }

    /** An aggregation has no {@code keys}: its stages choose the fields. */
    private static BsonDocument columns(ApiRequest request) {
        return request.resource() instanceof Resource.Aggregation
                ? new BsonDocument()
                : request.query().keys();
    }

    private ApiResponse one(ApiRequest request, Result.One one, Map<String, String> headers) {
        return tagged(request, headers, one.etag(), true, body -> body.document(one.document()));
    }

    private ApiResponse related(ApiRequest request, Result.Related related, Map<String, String> headers) {
        var links = new RelationLinks(request.mount());
        boolean hal = request.format().representation() == Representation.HAL;
        UnaryOperator<RawBsonDocument> linked = document -> hal ? links.linked(document, related.tree()) : document;
        return switch (related.read()) {
            case Result.Page page ->
                page(request, page.with(page.documents().stream().map(linked).toList()), headers);
            // the tag says nothing about what is embedded
            case Result.One one ->
                tagged(
                        request,
                        headers,
                        one.etag(),
                        request.query().embed().isEmpty(),
                        body -> body.document(linked.apply(one.document())));
            default -> throw new IllegalArgumentException("only documents are related");
        };
    }

    private ApiResponse properties(ApiRequest request, RawBsonDocument properties, Map<String, String> headers) {
        return tagged(request, headers, properties.get("_etag"), true, body -> body.properties(properties, "_meta"));
    }

    private ApiResponse explained(ApiRequest request, Result.Explained explained, Map<String, String> headers) {
        slowQueries.add(headers, request.query(), explained.effort());
        return ok(request, headers, body -> body.plain(explained.plan()));
    }

    private ApiResponse size(ApiRequest request, long size, Map<String, String> headers) {
        return ok(request, headers, body -> body.size(size));
    }

    /** What writes the body. */
    @FunctionalInterface
    private interface Writing {
        void write(BodyWriter body);
    }

    /** 304 where the tag speaks for the whole answer and the client has it already. */
    private ApiResponse tagged(
            ApiRequest request,
            Map<String, String> headers,
            @Nullable BsonValue etag,
            boolean speaksForAll,
            Writing writing) {
        etags.add(headers, etag);
        if (speaksForAll && EtagHeader.isCurrent(request.preconditions().ifNoneMatch(), etag)) {
            headers.put("Vary", "Accept");
            return new ApiResponse(304, headers, Content.EMPTY);
        }
        return ok(request, headers, writing);
    }

    private static ApiResponse ok(ApiRequest request, Map<String, String> headers, Writing writing) {
        return answer(200, request, headers, writing);
    }

    private static ApiResponse answer(int status, ApiRequest request, Map<String, String> headers, Writing writing) {
        var body = BodyWriter.of(request);
        writing.write(body);
        headers.put("Content-Type", request.format().mediaType());
        if (request.method().isSafe()) {
            headers.put("Vary", "Accept");
        }
        return new ApiResponse(status, headers, body.content());
    }

    private static void total(Map<String, String> headers, ApiRequest request, OptionalLong size, boolean capped) {
        Representation representation = request.format().representation();
        if ((representation == Representation.STANDARD || representation.isStreamed()) && size.isPresent()) {
            headers.put("X-Total-Count", Long.toString(size.getAsLong()));
            if (capped) {
                headers.put("X-Total-Count-Capped", "true");
            }
        }
    }

    private ApiResponse written(ApiRequest request, Result.Written written, Map<String, String> headers) {
        int status = written.created() ? 201 : 200;
        etags.add(headers, written.etag());
        if (written.created()
                && request.method() == Method.POST
                && request.resource() instanceof Resource.Collection(Namespace namespace)) {
            headers.put("Location", new Links(request.mount()).document(namespace, written.id()));
        }
        if (written.state() == null) {
            return new ApiResponse(status, headers, Content.EMPTY);
        }
        headers.put("Preference-Applied", "return=representation");
        var state = written.state();
        return answer(status, request, headers, body -> {
            switch (request.resource()) {
                case Resource.Database(String name) -> body.properties(state, name);
                case Resource.Collection(Namespace namespace)
                when request.method() != Method.POST -> body.properties(state, namespace.collection());
                default -> body.document(state);
            }
        });
    }

    private ApiResponse imported(
            ApiRequest request, Result.Imported imported, List<String> warnings, Map<String, String> headers) {
        WarningHeader.add(
                headers,
                Stream.concat(warnings.stream(), imported.warnings().stream()).toList());
        etags.add(headers, imported.etag());
        return answer(imported.failed() == 0 ? 200 : MULTI_STATUS, request, headers, body -> body.imported(imported));
    }

    private ApiResponse bulk(ApiRequest request, Result.BulkWritten written, Map<String, String> headers) {
        etags.add(headers, written.etag());
        return answer(written.failures().isEmpty() ? 200 : MULTI_STATUS, request, headers, body -> body.bulk(written));
    }
}
