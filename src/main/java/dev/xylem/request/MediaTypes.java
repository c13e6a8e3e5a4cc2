package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a body may be declared as: JSON, HAL, and here and there further types. */
final class MediaTypes {
    private static final String JSON = "application/json";
    private static final String HAL = "application/hal+json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int SHOWN = 80;

    private MediaTypes() {}

    /**
     * The media type in lower case without parameters; JSON when none is given.
     *
     * @param patches further types that are taken here
     * @throws ProblemException 415, naming what is taken (RFC 5789, section 2.2)
     */
    static String check(Incoming incoming, List<String> patches) {
        return check(incoming, patches.isEmpty() ? "" : "Accept-Patch", patches);
    }

    /** @param header tells with a refusal what is taken; empty for none */
    static String check(Incoming incoming, String header, List<String> more) {
        String encoding = incoming.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw unsupported("Compressed bodies are not accepted; send it without Content-Encoding.", header, more);
        }
        String declared = incoming.header("Content-Type");
        if (declared == null || declared.isBlank()) {
            return JSON;
        }
        String[] parts = declared.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(JSON) && !type.equals(HAL) && !more.contains(type)) {
            throw unsupported(hint(type), header, more);
        }
        for (int i = 1; i < parts.length; i++) {
            requireUtf8(parts[i].strip().toLowerCase(Locale.ROOT), header, more);
        }
        return type;
    }

    private static String hint(String type) {
        String shown = type.length() > SHOWN ? type.substring(0, SHOWN) + ".." : type;
        return "The content type '" + shown
                + "' is not understood here. Add the header 'Content-Type: application/json'"
                + (type.equals(FORM) ? " (curl -d sends a form type by itself)." : ".");
    }

    private static void requireUtf8(String parameter, String header, List<String> more) {
        boolean charset = parameter.startsWith("charset=");
        if (charset && !parameter.replace("\"", "").equals("charset=utf-8")) {
            throw unsupported(
                    "Bodies are UTF-8 (RFC 8259, section 8.1); send it with charset=utf-8 or without a charset.",
                    header,
                    more);
        }
    }

    private static ProblemException unsupported(String detail, String header, List<String> more) {
        Problem problem = Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
        return (header.isEmpty() ? problem : problem.header(header, String.join(", ", taken(more)))).exception();
    }

    private static List<String> taken(List<String> more) {
        return Stream.concat(Stream.of(JSON), more.stream()).toList();
    }
}
