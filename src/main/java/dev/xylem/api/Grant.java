package dev.xylem.api;

/**
 * What a request may do. Row and field rules are parts of it, so that no later stage decides anything about access.
 *
 * @param rule the rule that granted it, for logs and audit
 * @param reach what else the caller may read, for requests that touch more than they name
 */
public record Grant(String rule, RowRules rows, FieldRules fields, Reach reach) {

    /** Everything, here and elsewhere. */
    public static Grant unlimited(String rule) {
        return new Grant(rule, RowRules.NONE, FieldRules.ALL, Reach.EVERYWHERE);
    }

    /** The same with another reach. */
    public Grant reaching(Reach other) {
        return new Grant(rule, rows, fields, other);
    }

    /** True when some documents or fields are kept from the caller. */
    public boolean isLimited() {
        return !rows.read().isEmpty() || fields.areLimited();
    }
}
