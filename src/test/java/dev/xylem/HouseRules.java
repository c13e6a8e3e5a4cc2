package dev.xylem;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who may import whom: section 4 of the house's design, for the house that starts at a given package. */
final class HouseRules {
    private static final String[] PURE = {"api", "request", "plan", "response"};

    /** Each package, and what of the house it may open onto. A feature is one more line here. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "api", List.of(),
            "config", List.of("api"),
            "request", List.of("api", "config"),
            "plan", List.of("api", "config"),
            "storage", List.of("api", "config", "plan"),
            "response", List.of("api", "config", "plan"),
            "security", List.of("api", "config", "plan", "storage"),
            "http", List.of("api", "config", "request", "plan", "storage", "response", "security"),
            "cli", List.of("api", "config", "request", "storage"));

    static final Map<String, Function<String, ArchRule>> ALL = all();

    private HouseRules() {}

    private static Map<String, Function<String, ArchRule>> all() {
        var rules = new LinkedHashMap<String, Function<String, ArchRule>>();
        rules.put("1 no cycles between packages", HouseRules::noCycles);
        rules.put("2 packages open only onto those of the table", HouseRules::importTable);
        rules.put("3 only storage knows the driver", HouseRules::driver);
        rules.put("4 only http and security know web types", HouseRules::web);
        rules.put("5a api, request, plan and response do no input or output", HouseRules::noIo);
        rules.put("5b api, request, plan and response hold no state", HouseRules::noState);
        rules.put("6 api is values, plug-in interfaces and exceptions", HouseRules::api);
        return rules;
    }

    private static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule importTable(String root) {
        return classes()
                .that(resideInAPackage(root + ".*.."))
                .and(not(resideInAPackage(root + ".broken..")))
                .should(new ImportTable(root, MAY_IMPORT));
    }

    private static ArchRule driver(String root) {
        return noClasses()
                .that(not(resideInAPackage(root + ".storage..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.mongodb..", "de.bwaldvogel..", "org.h2.."));
    }

    private static ArchRule web(String root) {
        return noClasses()
                .that(not(resideInAnyPackage(root + ".http..", root + ".security..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "io.quarkus.vertx.."));
    }

    private static ArchRule noIo(String root) {
        return noClasses()
                .that(resideInAnyPackage(packages(root, PURE)))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "java.nio.channels..")
                                .or(streamsAndReaders()));
    }

    private static DescribedPredicate<JavaClass> streamsAndReaders() {
        return resideInAPackage("java.io")
                .and(not(DescribedPredicate.describe(
                        "serialization, which every exception and lambda names, and text in memory, as CSV libraries take it",
                        type -> type.getSimpleName().equals("Serializable")
                                || type.getSimpleName().equals("Reader")
                                || type.getSimpleName().equals("Writer")
                                || type.getSimpleName().equals("StringWriter")
                                || type.getSimpleName().equals("IOException")
                                || type.getSimpleName().equals("PrintStream"))));
    }

    private static ArchRule noState(String root) {
        return fields().that()
                .areDeclaredInClassesThat(resideInAnyPackage(packages(root, PURE)))
                .and()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent.."));
    }

    private static ArchRule api(String root) {
        return classes()
                .that(resideInAPackage(root + ".api"))
                .should()
                .beRecords()
                .orShould()
                .beEnums()
                .orShould()
                .beInterfaces()
                .orShould()
                .beAssignableTo(RuntimeException.class);
    }

    private static String[] packages(String root, String... names) {
        return Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new);
    }
}
