package dev.xylem.security.policy;

import dev.xylem.api.FieldRules;
import dev.xylem.config.Nearest;
import dev.xylem.plan.EscapedKeys;
import dev.xylem.plan.Matcher;
import dev.xylem.security.predicate.Predicate;
import dev.xylem.security.predicate.PredicateParser;
import dev.xylem.security.predicate.SyntaxException;
import dev.xylem.security.predicate.Uses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Makes a policy of what was written, or tells everything that is wrong with it. */
final class RuleCompiler {
    private static final List<String> MONGO_KEYS = List.of(
            "readFilter",
            "writeFilter",
            "mergeRequest",
            "projectResponse",
            "allowManagementRequests",
            "allowBulkPatch",
            "allowBulkDelete",
            "allowWriteMode");

    private final Faults faults;
    private final Uses uses = new Uses();
    private final TemplateParser templates = new TemplateParser(uses);

    private RuleCompiler(Faults faults) {
        this.faults = faults;
    }

    /** The rules in the order in which they are tried. Notes what is wrong. */
    static Policy compile(List<RuleText> texts, Faults faults) {
        var compiler = new RuleCompiler(faults);
        var rules = new ArrayList<Rule>();
        texts.forEach(text -> {
            Rule rule = compiler.rule(text);
            if (rule != null) {
                rules.add(rule);
            }
        });
        rules.sort(Comparator.comparingInt(Rule::priority));
        return new Policy(rules, compiler.uses.parameters());
    }

    private @Nullable Rule rule(RuleText text) {
        Predicate predicate = predicate(text);
        MongoRules mongo = text.mongo() == null ? null : mongo(text, text.mongo());
        return predicate == null
                ? null
                : new Rule(
                        text.id(),
                        text.roles(),
                        text.predicate(),
                        predicate,
                        text.priority().orElse(Integer.MAX_VALUE),
                        mongo);
    }

    private @Nullable Predicate predicate(RuleText text) {
        try {
            return PredicateParser.parse(text.predicate(), uses);
        } catch (SyntaxException e) {
            faults.add(text.predicateAt().of(e.offset()), "predicate", e.text());
            return null;
        }
    }

    private MongoRules mongo(RuleText text, BsonDocument mongo) {
        mongo.keySet().stream()
                .filter(key -> !MONGO_KEYS.contains(key))
                .forEach(key -> faults.add(
                        text.place(),
                        "mongo." + key,
                        "unknown key"
                                + Nearest.to(key, MONGO_KEYS)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; expected " + String.join(", ", MONGO_KEYS))));
        var none = new Template.Constant(new BsonDocument());
        return new MongoRules(
                part(text, mongo, "readFilter", none, templates::query),
                part(text, mongo, "writeFilter", none, this::writeFilter),
                part(text, mongo, "mergeRequest", none, templates::stored),
                part(text, mongo, "projectResponse", FieldRules.ALL, Projected::rules),
                flag(text, mongo, "allowManagementRequests"),
                flag(text, mongo, "allowBulkPatch"),
                flag(text, mongo, "allowBulkDelete"),
                flag(text, mongo, "allowWriteMode"));
    }

    /** New states are checked in process, so it must be a filter that can be. */
    private Template writeFilter(BsonDocument query) {
        Template template = templates.query(query);
        try {
            Matcher.of(template.sample().asDocument());
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(0, "not possible in a writeFilter: " + e.getMessage());
        }
        return template;
    }

    private <T> T part(RuleText text, BsonDocument mongo, String key, T fallback, Function<BsonDocument, T> read) {
        BsonValue value = mongo.get(key);
        if (value == null || value instanceof BsonNull) {
            return fallback;
        }
        try {
            return read.apply(EscapedKeys.unescape(object(value)).asDocument());
        } catch (SyntaxException e) {
            faults.add(text.place(), "mongo." + key, e.text());
            return fallback;
        }
    }

    /** Policies are often written with JSON texts in them. */
    private static BsonDocument object(BsonValue value) {
        try {
            if (value instanceof BsonDocument document) {
                return document;
            }
            if (value instanceof BsonString text) {
                return BsonDocument.parse(text.getValue());
            }
        } catch (RuntimeException e) {
            // said below
        }
        throw new SyntaxException(0, "expected an object, or the text of one as JSON");
    }

    private boolean flag(RuleText text, BsonDocument mongo, String key) {
        BsonValue value = mongo.get(key);
        if (value == null || value instanceof BsonNull) {
            return false;
        }
        if (value instanceof BsonBoolean flag) {
            return flag.getValue();
        }
        faults.add(text.place(), "mongo." + key, "expected true or false");
        return false;
    }
}
