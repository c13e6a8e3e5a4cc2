package dev.xylem.http;

import dev.xylem.api.Resource;
import java.util.Locale;

/** What a request is about, as metrics tell it: the kind, never the name. */
enum ResourceKind {
    /** Refused before its path was read, or a browser's preflight. */
    NONE,
    ROOT,
    DATABASE,
    COLLECTION,
    DOCUMENT,
    DOCUMENTS,
    META,
    SIZE,
    INDEX,
    AGGREGATION,
    USER,
    TOKEN,
    TICKET,
    POLICY;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    static ResourceKind of(Resource resource) {
        return switch (resource) {
            case Resource.Root _ -> ROOT;
            case Resource.Database _ -> DATABASE;
            case Resource.Collection _ -> COLLECTION;
            case Resource.Document _ -> DOCUMENT;
            case Resource.Documents _ -> DOCUMENTS;
            case Resource.Meta _ -> META;
            case Resource.Size _ -> SIZE;
            case Resource.Indexes _, Resource.Index _ -> INDEX;
            case Resource.Aggregation _ -> AGGREGATION;
            case Resource.Users _, Resource.User _, Resource.Roles _ -> USER;
            case Resource.Tokens _ -> TOKEN;
            case Resource.Tickets _ -> TICKET;
            case Resource.AccessExplanation _ -> POLICY;
        };
    }
}
