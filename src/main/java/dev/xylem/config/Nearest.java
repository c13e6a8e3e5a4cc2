package dev.xylem.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /** Empty when none is near: within two edits, or a third of the length of a long name. */
    public static Optional<String> to(String name, List<String> known) {
        var most = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= most)
                .min(Comparator.comparing(candidate -> distance(name, candidate)));
    }

    private static int distance(String name, String candidate) {
        // "body" most likely means "limits.body", and "log_level" "log.level".
        if (candidate.endsWith("." + name)) {
            return 1;
        }
        return edits(plain(name), plain(candidate));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    /** Insertions, deletions, substitutions and swaps of neighbours. */
    private static int edits(String a, String b) {
        var costs = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cheapest(costs, a, b, i, j);
            }
        }
        return costs[a.length()][b.length()];
    }

    private static int cheapest(int[][] costs, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cost = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
