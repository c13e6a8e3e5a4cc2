package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The import rules of the house, and for each the proof that it can fail: {@code dev.xylem.broken} breaks them all. */
class ArchitectureTest {
    private static final String HOUSE = "dev.xylem";
    private static final String BROKEN = "dev.xylem.broken";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);
    private static final JavaClasses BROKEN_HOUSE = new ClassFileImporter().importPackages(BROKEN);

    static Stream<Named<Function<String, ArchRule>>> rules() {
        return HouseRules.ALL.entrySet().stream().map(rule -> Named.of(rule.getKey(), rule.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theHouseKeeps(Function<String, ArchRule> rule) {
        EvaluationResult result = rule.apply(HOUSE).evaluate(PRODUCT);

        assertFalse(
                result.hasViolation(),
                () -> String.join("\n", result.getFailureReport().getDetails()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theBrokenHouseBreaks(Function<String, ArchRule> rule) {
        EvaluationResult result = rule.apply(BROKEN).evaluate(BROKEN_HOUSE);

        assertTrue(result.hasViolation(), "this rule cannot fail");
    }
}
