package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which parameters an action knows. On writes an unknown one is refused, since a typing error there costs data; on reads it is named in a warning. */
final class KnownParameters {
    /** Understood with every action. */
    private static final Set<String> COMMON = Set.of("rep", "hal", "jsonMode", "id_type", "noauthchallenge");

    private static final Set<String> LISTING = Set.of("page", "pagesize", "np", "count");
    private static final Set<String> PAGE = Set.of(
            "filter",
            "keys",
            "sort",
            "sort_by",
            "hint",
            "page",
            "pagesize",
            "after",
            "before",
            "count",
            "np",
            "embed",
            "csv",
            "readConcern",
            "readPreference",
            "explain");
    private static final Set<String> ONE =
            Set.of("filter", "keys", "embed", "readConcern", "readPreference", "explain");
    private static final Set<String> SIZE = Set.of("filter", "readConcern", "readPreference");
    private static final Set<String> PROPERTIES = Set.of("checkEtag", "writeConcern");
    private static final Set<String> WRITE = Set.of("filter", "wm", "arrayFilters", "checkEtag", "writeConcern");
    private static final Set<String> DELETE = Set.of("filter", "checkEtag", "writeConcern");
    private static final Set<String> BULK_WRITE = Set.of("wm", "arrayFilters", "types", "checkEtag", "writeConcern");
    private static final Set<String> BULK_PATCH =
            Set.of("filter", "wm", "arrayFilters", "max", "checkEtag", "writeConcern");
    private static final Set<String> BULK_DELETE = Set.of("filter", "max", "checkEtag", "writeConcern");

    private static final Set<String> AGGREGATION =
            Set.of("avars", "page", "pagesize", "csv", "readConcern", "readPreference", "explain");

    private static final Set<String> WATCH = Set.of("filter", "keys", "after", "snapshot");

    /** What a feed can't do, and would be misunderstood to have done. */
    private static final Set<String> PAGES =
            Set.of("sort", "sort_by", "page", "pagesize", "before", "embed", "count", "hint");

    /** Ignoring them where they mean nothing would answer something else than was asked. */
    private static final Set<String> ELSEWHERE = Set.of("explain", "avars", "snapshot");

    /** Read before everything else, as credentials are. */
    private static final String TICKET = "ticket";

    private KnownParameters() {}

    /**
     * Warnings about what is ignored.
     *
     * @param more names that are known for other reasons, since a policy looks at them
     */
    static List<String> check(Parameters parameters, Action action, Predicate<String> more) {
        if (parameters.names().isEmpty()) {
            return List.of();
        }
        Set<String> known = of(action);
        Set<String> unknown = parameters.names().stream()
                .filter(name -> !known.contains(name) && !COMMON.contains(name) && !isForPolicies(name, more))
                .filter(name -> !name.equals(TICKET) || !isRead(action))
                .collect(Collectors.toSet());
        for (String name : unknown) {
            if (action instanceof Action.Watch && PAGES.contains(name)) {
                throw Problem.of(
                                ProblemType.NOT_IN_A_FEED,
                                "A feed is not paged and not sorted: leave the parameter '" + name + "' out.")
                        .with("parameter", name)
                        .exception();
            }
            if (ELSEWHERE.contains(name)) {
                throw refused(name, "The parameter '" + name + "' means nothing here.");
            }
            if (!isRead(action)) {
                throw refused(name, "The parameter '" + name + "' is unknown here; known are " + sorted(known) + ".");
            }
        }
        return unknown.stream()
                .filter(name -> !name.startsWith("_"))
                .sorted()
                .map(name -> "the parameter '" + name + "' is unknown and was ignored")
                .toList();
    }

    /** A policy that looks at one of ours gives it no meaning where it has none. */
    private static boolean isForPolicies(String name, Predicate<String> more) {
        boolean ours = Stream.of(
                        LISTING,
                        PAGE,
                        ONE,
                        SIZE,
                        PROPERTIES,
                        WRITE,
                        DELETE,
                        BULK_WRITE,
                        BULK_PATCH,
                        BULK_DELETE,
                        AGGREGATION,
                        WATCH,
                        ELSEWHERE,
                        Set.of(TICKET))
                .anyMatch(known -> known.contains(name));
        return !ours && more.test(name);
    }

    /** True for what the body of a QUERY may hold. */
    static boolean isQueryMember(String name) {
        return PAGE.contains(name) || Set.of("rep", "hal", "jsonMode").contains(name);
    }

    private static ProblemException refused(String name, String detail) {
        return Problem.of(ProblemType.UNKNOWN_PARAMETER, detail)
                .with("parameter", name)
                .exception();
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    static boolean isRead(Action action) {
        return switch (action) {
            case Action.ReadListing _,
                    Action.ReadPage _,
                    Action.Export _,
                    Action.ReadDocument _,
                    Action.ReadMeta _,
                    Action.ReadSize _,
                    Action.ReadIndexes _,
                    Action.ReadIndex _,
                    Action.RunAggregation _,
                    Action.ReadRoles _,
                    Action.ExplainAccess _,
                    Action.ReadToken _,
                    Action.Describe _,
                    Action.Watch _,
                    Action.ExportAggregation _ -> true;
            case Action.WriteProperties _,
                    Action.Drop _,
                    Action.WriteDocument _,
                    Action.DeleteDocument _,
                    Action.BulkWrite _,
                    Action.BulkPatch _,
                    Action.BulkDelete _,
                    Action.WriteIndex _,
                    Action.DropIndex _,
                    Action.IssueTicket _,
                    Action.RevokeTokens _ -> false;
        };
    }

    private static Set<String> of(Action action) {
        return switch (action) {
            case Action.ReadListing _ -> LISTING;
            case Action.ReadPage _, Action.Export _ -> PAGE;
            case Action.ReadDocument _ -> ONE;
            case Action.ReadMeta _,
                    Action.ReadRoles _,
                    Action.ExplainAccess _,
                    Action.ReadToken _,
                    Action.Describe _,
                    Action.IssueTicket _,
                    Action.RevokeTokens _ -> Set.of();
            case Action.Watch _ -> WATCH;
            case Action.ReadSize _ -> SIZE;
            case Action.WriteProperties _, Action.Drop _ -> PROPERTIES;
            case Action.WriteDocument _ -> WRITE;
            case Action.DeleteDocument _ -> DELETE;
            case Action.BulkWrite _ -> BULK_WRITE;
            case Action.BulkPatch _ -> BULK_PATCH;
            case Action.BulkDelete _ -> BULK_DELETE;
            case Action.RunAggregation _, Action.ExportAggregation _ -> AGGREGATION;
            case Action.WriteIndex _ -> Set.of("confirm");
            case Action.ReadIndexes _, Action.ReadIndex _, Action.DropIndex _ -> Set.of();
        };
    }
}
