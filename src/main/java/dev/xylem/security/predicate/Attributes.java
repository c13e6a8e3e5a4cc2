package dev.xylem.security.predicate;

import dev.xylem.api.Exchange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a request, by the names of <a href="https://undertow.io/undertow-docs/undertow-docs-2.1.0/index.html#exchange-attributes-2">Undertow</a>.
 * Those of the response have no value yet when a policy is asked.
 */
final class Attributes {
    private static final Value NOTHING = new Value.Nothing();
    private static final Value UNKNOWN_YET = _ -> null;

    private static final Map<String, Value> BY_NAME = Map.ofEntries(
            Map.entry("RELATIVE_PATH", Facts::path),
            Map.entry("REQUEST_PATH", Facts::fullPath),
            Map.entry("REQUEST_URL", Facts::fullPath),
            Map.entry("METHOD", Facts::method),
            Map.entry("REMOTE_USER", facts -> facts.request().caller().user()),
            Map.entry("REMOTE_IP", facts -> exchange(facts).remoteIp()),
            Map.entry("REMOTE_HOST", facts -> exchange(facts).remoteIp()),
            Map.entry("LOCAL_IP", facts -> exchange(facts).localIp()),
            Map.entry("LOCAL_SERVER_NAME", facts -> withoutPort(exchange(facts).host())),
            Map.entry("LOCAL_PORT", facts -> Integer.toString(exchange(facts).localPort())),
            Map.entry("HOST_AND_PORT", facts -> exchange(facts).host()),
            Map.entry("QUERY_STRING", Attributes::queryString),
            Map.entry("BARE_QUERY_STRING", facts -> facts.request().queryString()),
            Map.entry("REQUEST_LINE", Attributes::requestLine),
            Map.entry("PROTOCOL", facts -> exchange(facts).protocol()),
            Map.entry("SCHEME", facts -> exchange(facts).secure() ? "https" : "http"),
            Map.entry("SECURE", facts -> Boolean.toString(exchange(facts).secure())),
            Map.entry("DATE_TIME", _ -> Instant.now().toString()),
            Map.entry("NULL", NOTHING),
            Map.entry("RESPONSE_CODE", UNKNOWN_YET),
            Map.entry("RESPONSE_TIME", UNKNOWN_YET),
            Map.entry("BYTES_SENT", UNKNOWN_YET));

    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('R', "RELATIVE_PATH"),
            Map.entry('U', "REQUEST_URL"),
            Map.entry('m', "METHOD"),
            Map.entry('u', "REMOTE_USER"),
            Map.entry('a', "REMOTE_IP"),
            Map.entry('h', "REMOTE_HOST"),
            Map.entry('A', "LOCAL_IP"),
            Map.entry('v', "LOCAL_SERVER_NAME"),
            Map.entry('p', "LOCAL_PORT"),
            Map.entry('q', "QUERY_STRING"),
            Map.entry('r', "REQUEST_LINE"),
            Map.entry('H', "PROTOCOL"),
            Map.entry('t', "DATE_TIME"),
            Map.entry('l', "NULL"),
            Map.entry('s', "RESPONSE_CODE"),
            Map.entry('D', "RESPONSE_TIME"),
            Map.entry('T', "RESPONSE_TIME"),
            Map.entry('b', "BYTES_SENT"),
            Map.entry('B', "BYTES_SENT"));

    static final List<String> NAMES =
            BY_NAME.keySet().stream().map(name -> "%{" + name + "}").sorted().toList();

    private Attributes() {}

    static Value letter(char letter, Supplier<SyntaxException> unknown) {
        String name = LETTERS.get(letter);
        Value value = name == null ? null : BY_NAME.get(name);
        if (value == null) {
            throw unknown.get();
        }
        return value;
    }

    /** What stands in {@code %{..}}. */
    static Value named(String name, Uses uses, Supplier<SyntaxException> unknown) {
        int comma = name.indexOf(',');
        if (comma < 0) {
            Value value = BY_NAME.get(name);
            if (value == null) {
                throw unknown.get();
            }
            return value;
        }
        String argument = name.substring(comma + 1).strip();
        return switch (name.substring(0, comma).strip()) {
            case "i" -> facts -> exchange(facts).header(argument);
            case "o" -> UNKNOWN_YET;
            case "c" -> facts -> cookie(exchange(facts), argument);
            case "q" -> {
                uses.parameter(argument);
                yield facts -> facts.parameter(argument);
            }
            case "p" -> facts -> facts.captured(argument);
            default -> throw unknown.get();
        };
    }

    private static Exchange exchange(Facts facts) {
        return facts.request().exchange();
    }

    private static @Nullable String withoutPort(@Nullable String host) {
        if (host == null) {
            return null;
        }
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String queryString(Facts facts) {
        String bare = facts.request().queryString();
        return bare.isEmpty() ? "" : "?" + bare;
    }

    private static String requestLine(Facts facts) {
        return facts.method() + " " + facts.fullPath() + queryString(facts) + " "
                + exchange(facts).protocol();
    }

    private static @Nullable String cookie(Exchange exchange, String name) {
        List<String> found = exchange.headers().apply("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
        if (found.size() > 1) {
            throw new Doubt();
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
