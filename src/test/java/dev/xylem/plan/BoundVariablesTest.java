package dev.xylem.plan;

import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.doc;
import static dev.xylem.plan.Bson.docs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code $var} and {@code $ifvar}: values get in as values. */
class BoundVariablesTest {

    private static BoundVariables variables(String given) {
        return new BoundVariables(
                doc(given), Map.<String, BsonValue>of("@page", new BsonInt32(3), "@skip", new BsonInt32(20))::get);
    }

    private static List<BsonDocument> bind(String stages, String given) {
        return bind(stages, variables(given));
    }

    private static List<BsonDocument> bind(String stages, BoundVariables variables) {
        return new StageWalk(variables, PipelineFaults.ON_RUNNING).pipeline(BsonArray.parse(stages), "stages");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{$match: {a: {$var: 'n'}}}]                          | {n: '$secret'}     | [{$match: {a: '$secret'}}]
            [{$match: {a: {$gt: {$var: 'n'}}}}]                   | {n: 5}             | [{$match: {a: {$gt: 5}}}]
            [{$match: {a: {$in: {$var: 'n'}}}}]                   | {n: ['$x', 1]}     | [{$match: {a: {$in: ['$x', 1]}}}]
            [{$match: {a: {$var: 'n'}}}]                          | {n: {b: '$x'}}     | [{$match: {a: {b: '$x'}}}]
            [{$match: {$expr: {$eq: ['$a', {$var: 'n'}]}}}]       | {n: '$secret'}     | [{$match: {$expr: {$eq: ['$a', {$literal: '$secret'}]}}}]
            [{$project: {x: {$var: 'n'}}}]                        | {n: '$$ROOT'}      | [{$project: {x: {$literal: '$$ROOT'}}}]
            [{$project: {x: {$var: 'n'}}}]                        | {n: 1}             | [{$project: {x: {$literal: 1}}}]
            [{$set: {x: {$concat: ['a', {$var: 'n'}]}}}]          | {n: '$b'}          | [{$set: {x: {$concat: ['a', {$literal: '$b'}]}}}]
            [{$set: {x: {$literal: {$var: 'n'}}}}]                | {n: '$b'}          | [{$set: {x: {$literal: '$b'}}}]
            [{$group: {_id: {$var: 'n'}}}]                        | {n: '$b'}          | [{$group: {_id: {$literal: '$b'}}}]
            [{$group: {_id: 1, x: {$sum: {$var: 'n'}}}}]          | {n: '$b'}          | [{$group: {_id: 1, x: {$sum: {$literal: '$b'}}}}]
            [{$sortByCount: {$var: 'n'}}]                         | {n: '$b'}          | [{$sortByCount: {$literal: '$b'}}]
            [{$lookup: {from: 'c', let: {v: {$var: 'n'}}, as: 'x', pipeline: [{$match: {a: {$var: 'n'}}}]}}] | {n: '$b'} | [{$lookup: {from: 'c', let: {v: {$literal: '$b'}}, as: 'x', pipeline: [{$match: {a: '$b'}}]}}]
            [{$facet: {a: [{$set: {x: {$var: 'n'}}}]}}]           | {n: '$b'}          | [{$facet: {a: [{$set: {x: {$literal: '$b'}}}]}}]
            [{$sort: {$var: 'n'}}]                                | {n: {a: -1}}       | [{$sort: {a: -1}}]
            [{$limit: {$var: 'n'}}]                               | {n: 7}             | [{$limit: 7}]
            [{$limit: {$var: ['n', 9]}}]                          | {}                 | [{$limit: 9}]
            [{$match: {a: {$var: ['n', null]}}}]                  | {}                 | [{$match: {a: null}}]
            [{$match: {a: {$var: 'o.limit'}}}]                    | {o: {limit: 4}}    | [{$match: {a: 4}}]
            [{$match: {a: {$var: 'o.limit'}}}]                    | {'o.limit': 4}     | [{$match: {a: 4}}]
            [{$skip: {$var: '@page'}}]                            | {'@page': 99}      | [{$skip: 3}]
            [{$ifvar: ['n', {$limit: {$var: 'n'}}]}]              | {n: 1}             | [{$limit: 1}]
            [{$ifvar: ['n', {$limit: {$var: 'n'}}]}]              | {}                 | []
            [{$ifvar: ['n', {$limit: {$var: 'n'}}, {$limit: 5}]}] | {}                 | [{$limit: 5}]
            [{$ifvar: [['n', 'm'], {$limit: 1}, {$limit: 2}]}]    | {n: 1}             | [{$limit: 2}]
            [{$ifvar: [['n', 'm'], {$limit: 1}, {$limit: 2}]}]    | {n: 1, m: null}    | [{$limit: 1}]
            """)
    void stay_values(String stages, String given, String bound) {
        assertEquals(docs(bound), bind(stages, given));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{$unwind: {$var: 'n'}}]                                  | {n: '$secret'}
            [{$unwind: {path: {$var: 'n'}}}]                          | {n: '$secret'}
            [{$sort: {$var: 'n'}}]                                    | {n: {a: '$secret'}}
            [{$unset: {$var: 'n'}}]                                   | {n: ['a', '$secret']}
            [{$bucket: {groupBy: '$a', boundaries: {$var: 'n'}}}]     | {n: ['$secret', 1]}
            """)
    void are_refused_where_their_text_would_name_a_field(String stages, String given) {
        assertRefused(ProblemType.OPERATOR_NOT_ALLOWED, () -> bind(stages, given));
    }

    @ParameterizedTest
    @CsvSource({"n, {}", "n, {m: 1}", "o.p, {o: 1}", "o.p, {o: {q: 1}}", "@user, {'@user': 'me'}", "@user.name, {}"})
    void are_missed_by_name(String name, String given) {
        var problem = assertRefused(
                ProblemType.MISSING_VARIABLE, () -> bind("[{$match: {a: {$var: '" + name + "'}}}]", given));
        assertEquals(name, problem.members().get("variable"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{$match: {a: {$var: 1}}}]                     | aggrs.0.stages.0.$match.a.$var
            [{$match: {a: {$var: []}}}]                    | aggrs.0.stages.0.$match.a.$var
            [{$match: {a: {$var: ['a', 1, 2]}}}]           | aggrs.0.stages.0.$match.a.$var
            [{$match: {a: {$var: ['a', {b: {$gt: 1}}]}}}]  | aggrs.0.stages.0.$match.a.$var.1.b.$gt
            [{$ifvar: ['a']}]                              | aggrs.0.stages.0.$ifvar
            [{$ifvar: [[], {$limit: 1}]}]                  | aggrs.0.stages.0.$ifvar.0
            [{$ifvar: 'a'}]                                | aggrs.0.stages.0.$ifvar
            [{$ifvar: ['a', 1]}]                           | aggrs.0.stages.0.$ifvar.1
            [{$limit: 1}, 1]                               | aggrs.0.stages.1
            [{$facet: {a: {$var: 'pipeline'}}}]            | aggrs.0.stages.0.$facet.a
            [{$lookup: {$var: 'all'}}]                     | aggrs.0.stages.0.$lookup
            [{$limit: 1, $skip: 1}]                        | aggrs.0.stages.0
            1                                              | aggrs.0.stages
            """)
    void are_refused_when_stored_in_a_wrong_form(String stages, String path) {
        var problem = assertRefused(ProblemType.INVALID_PROPERTIES, () -> check(stages));
        assertEquals(path, problem.members().get("path"));
    }

    private static void check(String stages) {
        DefinitionCheck.check(Definitions.AGGREGATIONS, BsonArray.parse("[{uri: 'x', stages: " + stages + "}]"));
    }

    @Test
    void are_known_to_have_been_used() {
        var none = variables("{n: 1}");
        bind("[{$limit: 1}]", none);
        assertFalse(none.hasUsed("@skip", "@limit") || none.hasUsedGiven());

        var both = variables("{n: 1}");
        bind("[{$skip: {$var: '@skip'}}, {$limit: {$var: 'n'}}]", both);
        assertTrue(both.hasUsed("@skip", "@limit") && both.hasUsedGiven());
    }
}
