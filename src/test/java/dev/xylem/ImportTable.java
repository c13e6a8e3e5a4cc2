package dev.xylem;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;

/** Every package of the house is a line of the table, and imports of the house only what the line allows. */
final class ImportTable extends ArchCondition<JavaClass> {
    private final String root;
    private final Map<String, List<String>> allowed;

    ImportTable(String root, Map<String, List<String>> allowed) {
        super("import only what the table allows");
        this.root = root + ".";
        this.allowed = allowed;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String own = packageOf(type);
        List<String> mayImport = allowed.get(own);
        if (mayImport == null) {
            events.add(SimpleConditionEvent.violated(type, "the package " + own + " is no room of the house"));
            return;
        }
        type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> isOfTheHouse(dependency.getTargetClass()))
                .filter(dependency -> !isAllowed(own, mayImport, dependency))
                .forEach(dependency -> events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
    }

    private boolean isOfTheHouse(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(root);
    }

    private boolean isAllowed(String own, List<String> mayImport, Dependency dependency) {
        String target = packageOf(dependency.getTargetClass());
        return target.equals(own) || mayImport.contains(target);
    }

    /** The room: the first name after the root; empty for the entry, which nobody may import. */
    private String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.length() < root.length()
                ? ""
                : name.substring(root.length()).split("\\.", 2)[0];
    }
}
