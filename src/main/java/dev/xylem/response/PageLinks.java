package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The paging links of full HAL: self, first, previous, next and last. */
final class PageLinks {
    private final ApiRequest request;

    PageLinks(ApiRequest request) {
        this.request = request;
    }

    void write(int returned, OptionalLong size, BiConsumer<String, String> link) {
        int page = request.query().page();
        int pagesize = request.query().pagesize();
        link.accept(
                "self",
                request.queryString().isEmpty() ? request.target() : request.target() + "?" + request.queryString());
        if (pagesize == 0) {
            return;
        }
        link.accept("first", page(1));
        if (page > 1) {
            link.accept("previous", page(page - 1));
        }
        boolean more = size.isPresent() ? (long) page * pagesize < size.getAsLong() : returned == pagesize;
        if (more) {
            link.accept("next", page(page + 1L));
        }
        if (size.isPresent()) {
            link.accept("last", page(Math.max(1, Counters.totalPages(size.getAsLong(), pagesize))));
        }
    }

    /** The same URL for another page. */
    private String page(long number) {
        String others = Arrays.stream(request.queryString().split("&"))
                .filter(pair -> !pair.isEmpty() && !pair.equals("page") && !pair.startsWith("page="))
                .collect(Collectors.joining("&"));
        return request.target() + "?" + (others.isEmpty() ? "" : others + "&") + "page=" + number;
    }
}
