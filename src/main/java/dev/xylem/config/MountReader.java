package dev.xylem.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code mongo-mounts}. */
final class MountReader {

    private static final List<MountSetting> EVERYTHING = List.of(new MountSetting("*", "/", Origin.DEFAULT));

    private MountReader() {}

    static List<MountSetting> read(Values values) {
        var mounts = values.list(
                "mongo-mounts",
                "a list such as [{what: \"*\", where: /}] with at least one mount",
                EVERYTHING,
                MountReader::mount,
                mount -> "{what: " + EffectiveYaml.quoted(mount.what()) + ", where: "
                        + EffectiveYaml.quoted(mount.where()) + "}");
        refuseTwins(values, mounts);
        return mounts;
    }

    private static Optional<MountSetting> mount(Values item) {
        var what = item.required("what", Kind.text("\"*\", /db, /db/coll or /db/coll/id"))
                .map(MountSyntax::trimmed);
        var where =
                item.required("where", Kind.text("a path that starts with /")).map(MountSyntax::trimmed);
        what.flatMap(MountSyntax::faultOfWhat).ifPresent(fault -> refuse(item, "what", fault, what));
        where.flatMap(MountSyntax::faultOfWhere).ifPresent(fault -> refuse(item, "where", fault, where));
        if (item.isFaulty() || what.isEmpty() || where.isEmpty()) {
            return Optional.empty();
        }
        MountSyntax.unfilled(what.get(), where.get())
                .ifPresent(variable -> refuse(item, "what", "uses " + variable + ", which where does not have", what));
        return Optional.of(new MountSetting(what.get(), where.get(), item.origin()));
    }

    private static void refuse(Values item, String name, String fault, Optional<String> found) {
        item.fault(item.origin(name), name, fault + ", found " + EffectiveYaml.quoted(found.orElse("")));
    }

    private static void refuseTwins(Values values, List<MountSetting> mounts) {
        Map<String, MountSetting> seen = new HashMap<>();
        for (var mount : mounts) {
            var twin = seen.putIfAbsent(MountSyntax.shape(mount.where()), mount);
            if (twin != null) {
                var line = twin.origin().line();
                values.fault(
                        mount.origin(),
                        "mongo-mounts",
                        "two mounts have the same where, " + mount.where()
                                + (line == 0 ? "" : "; the other is on line " + line));
            }
        }
    }
}
