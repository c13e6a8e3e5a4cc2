package dev.xylem.bench.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/**
 * One request of a workload.
 *
 * @param type of the body
 * @param body empty for none
 */
record Request(String method, String path, String type, String body) {

    static Request get(String path) {
        return new Request("GET", path, "", "");
    }

    static Request json(String method, String path, String body) {
        return new Request(method, path, "application/json", body);
    }

    /** As it goes over the wire. */
    String raw(URI base, String authorization) {
        var raw = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(base.getAuthority())
                .append("\r\n");
        if (!authorization.isEmpty()) {
            raw.append("Authorization: ").append(authorization).append("\r\n");
        }
        if (!body.isEmpty()) {
            raw.append("Content-Type: ").append(type).append("\r\nContent-Length: ");
            raw.append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        }
        return raw.append("\r\n").append(body).toString();
    }

    HttpRequest build(URI base, String authorization) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        return request.build();
    }
}
