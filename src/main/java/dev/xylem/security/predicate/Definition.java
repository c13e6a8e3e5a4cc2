package dev.xylem.security.predicate;

import java.util.List;
import java.util.function.Function;

/**
 * A predicate of the language.
 *
 * @param parameters the default one first, which may go unnamed
 */
record Definition(String name, List<Parameter> parameters, Function<Arguments, Predicate.Test> compile) {

    record Parameter(String name, boolean required, boolean many) {}

    /** @param parameters {@code name}, with {@code *} when required and {@code []} when it takes several values */
    static Definition of(String name, Function<Arguments, Predicate.Test> compile, String... parameters) {
        return new Definition(
                name, List.of(parameters).stream().map(Definition::parameter).toList(), compile);
    }

    private static Parameter parameter(String text) {
        return new Parameter(text.replaceAll("[*\\[\\]]", ""), text.endsWith("*"), text.contains("[]"));
    }

    List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }
}
