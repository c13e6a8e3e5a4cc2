package dev.xylem.storage.diagnosis;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;
import dev.xylem.storage.OutsideQuarkus;
import java.util.ArrayList;
import java.util.List;

/** Looks at the store that the settings name, from the outside in; where one step fails, those behind it are not tried. */
public final class Diagnosis {
    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(Settings settings) {
        this.settings = settings;
    }

    /** Takes seconds at most; changes nothing. */
    public static List<Finding> of(Settings settings) {
        var diagnosis = new Diagnosis(settings);
        settings.mongoUri()
                .ifPresentOrElse(
                        diagnosis::mongo, () -> diagnosis.findings.addAll(EmbeddedLook.at(settings.embeddedStore())));
        return List.copyOf(diagnosis.findings);
    }

    private void mongo(MongoUri uri) {
        ConnectionString string;
        try {
            string = OutsideQuarkus.connection(uri.value());
        } catch (IllegalArgumentException | MongoException e) {
            findings.add(Finding.wrong("mongo-uri", uri.masked() + " can't be used: " + e.getMessage()));
            return;
        }
        if (isReachable(string)) {
            try (var login = new Login(string)) {
                findings.addAll(login.enter());
                if (isWell()) {
                    findings.addAll(new ServerLook(login.client()).look());
                    findings.addAll(new Rights(login.client(), settings.mongoMounts()).look());
                }
            }
        }
    }

    /** One member that answers is enough. Where DNS names the members (mongodb+srv), the driver finds them itself. */
    private boolean isReachable(ConnectionString string) {
        if (string.isSrvProtocol()) {
            return true;
        }
        boolean reachable = false;
        for (String host : string.getHosts()) {
            List<Finding> way = Way.to(host, string);
            findings.addAll(way);
            reachable |= way.stream().noneMatch(Finding::isWrong);
        }
        return reachable;
    }

    private boolean isWell() {
        return findings.stream().noneMatch(finding -> finding.about().equals(Login.ABOUT) && finding.isWrong());
    }
}
