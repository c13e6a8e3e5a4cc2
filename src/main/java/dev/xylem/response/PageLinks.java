package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Method;
import dev.xylem.plan.Pager.Cursors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The links from a page to its neighbours: in the {@code Link} header (RFC 8288), and in full HAL with more of them. */
final class PageLinks {
    private static final Set<String> POSITIONS = Set.of("page", "after", "before");

    /** What would end a link early; curl sends quotes and angle brackets as they are. */
    private static final String ESCAPED = "\"<>\\\\^`{|}";

    private final ApiRequest request;

    PageLinks(ApiRequest request) {
        this.request = request;
    }

    /** A link can't carry the body of a QUERY: there the cursors themselves are told, for the members after and before. */
    void addTo(Map<String, String> headers, Cursors cursors) {
        if (request.method() != Method.QUERY) {
            String links = header(cursors);
            if (!links.isEmpty()) {
                headers.put("Link", links);
            }
            return;
        }
        if (cursors.next() != null) {
            headers.put("Xylem-Next", cursors.next());
        }
        if (cursors.previous() != null) {
            headers.put("Xylem-Prev", cursors.previous());
        }
    }

    /** The header's value, empty when the page has no neighbours. */
    private String header(Cursors cursors) {
        List<String> links = new ArrayList<>();
        neighbours(cursors, (rel, href) -> links.add("<" + href + ">; rel=\"" + rel + "\""));
        return String.join(", ", links);
    }

    /**
     * The links of full HAL.
     *
     * @param cursors null for listings of names, which are paged by number
     */
    void write(int returned, OptionalLong size, @Nullable Cursors cursors, BiConsumer<String, String> link) {
        link.accept(
                "self",
                request.queryString().isEmpty() ? request.target() : request.target() + "?" + request.queryString());
        int pagesize = request.query().pagesize();
        if (pagesize == 0 || request.method() == Method.QUERY) {
            return;
        }
        link.accept("first", page(1));
        if (cursors == null) {
            numbered(returned, size, link);
        } else {
            neighbours(cursors, link);
        }
        if (size.isPresent()) {
            link.accept("last", page(Math.max(1, Counters.totalPages(size.getAsLong(), pagesize))));
        }
    }

    private void neighbours(Cursors cursors, BiConsumer<String, String> link) {
        if (cursors.next() != null) {
            link.accept("next", at("after", cursors.next()));
        }
        if (cursors.previous() != null) {
            link.accept("prev", at("before", cursors.previous()));
        }
    }

    private void numbered(int returned, OptionalLong size, BiConsumer<String, String> link) {
        int page = request.query().page();
        int pagesize = request.query().pagesize();
        boolean more = size.isPresent() ? (long) page * pagesize < size.getAsLong() : returned == pagesize;
        if (more) {
            link.accept("next", page(page + 1L));
        }
        if (page > 1) {
            link.accept("prev", page(page - 1L));
        }
    }

    private String page(long number) {
        return at("page", Long.toString(number));
    }

    /** The same URL at another position. */
    private String at(String parameter, String value) {
        String others = Arrays.stream(request.queryString().split("&", -1))
                .filter(pair -> !pair.isEmpty() && !POSITIONS.contains(pair.split("=", 2)[0]))
                .map(PageLinks::escaped)
                .collect(Collectors.joining("&"));
        return request.target() + "?" + (others.isEmpty() ? "" : others + "&") + parameter + "=" + value;
    }

    private static String escaped(String pair) {
        var escaped = new StringBuilder(pair.length());
        pair.chars().forEach(c -> {
            if (c <= 0x20 || c >= 0x7f || ESCAPED.indexOf(c) >= 0) {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
