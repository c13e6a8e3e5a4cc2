package dev.xylem.response;

import java.util.List;
import java.util.Map;

/** {@code Xylem-Warning}: what was ignored or left out, for people who read headers. */
final class WarningHeader {
    private static final int LONGEST = 1024;

    private WarningHeader() {}

    static void add(Map<String, String> headers, List<String> warnings) {
        if (!warnings.isEmpty()) {
            String text = visible(String.join("; ", warnings));
            headers.put("Xylem-Warning", text.length() > LONGEST ? text.substring(0, LONGEST) + " .." : text);
        }
    }

    /** Names come from the caller: nothing of them may end the header line. */
    private static String visible(String text) {
        var visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> visible.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return visible.toString();
    }
}
