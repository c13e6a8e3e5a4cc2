package dev.xylem;

import dev.xylem.config.LogFormat;
import dev.xylem.config.LogLevel;
import dev.xylem.config.Settings;
import dev.xylem.http.HeaderTime;
import dev.xylem.security.Audit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Our settings as the runtime properties of Quarkus. */
final class QuarkusProperties {

    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c{1} %s%e%n";

    /** http answers 414 and 431 itself, with a problem body; beyond these the parser closes the door without one. */
    private static final int PARSER_FACTOR = 4;

    private final Map<String, String> properties = new LinkedHashMap<>();

    private QuarkusProperties() {}

    static Map<String, String> of(Settings settings) {
        var all = new QuarkusProperties();
        all.http(settings);
        all.limits(settings.limits());
        all.management(settings.management());
        all.log(settings.log());
        all.audit();
        return all.properties;
    }

    private void http(Settings settings) {
        set("quarkus.http.host-enabled", settings.http().enabled());
        set("quarkus.http.host", settings.http().host());
        set("quarkus.http.port", settings.http().port());
        // Without TLS there is only HTTP/1.1; HTTP/2 in clear text stays off.
        set("quarkus.http.http2", false);
        set("quarkus.http.idle-timeout", "60s");
        set("quarkus.shutdown.timeout", settings.shutdownTimeout());
        // curl sends {"a":1} in a query string as it is: our own parser judges the target, more strictly than
        // java.net.URI does.
        set("vertx.disableURIValidation", true);
    }

    private void limits(Settings.Limits limits) {
        set("quarkus.http.limits.max-initial-line-length", PARSER_FACTOR * limits.url());
        set("quarkus.http.limits.max-header-size", PARSER_FACTOR * limits.header());
        // The body reader counts, per kind of request.
        set("quarkus.http.limits.max-body-size", Long.MAX_VALUE);
        // Quarkus has no setting for it: http.HeaderTime is found by Netty itself.
        set("io.netty.bootstrap.extensions", "serviceload");
        set(HeaderTime.MILLIS, limits.headerTime().toMillis());
    }

    private void management(Settings.Management management) {
        set("quarkus.management.host-enabled", management.enabled());
        set("quarkus.management.host", management.host());
        set("quarkus.management.port", management.port());
    }

    private void log(Settings.Log log) {
        set("quarkus.log.console.stderr", true);
        set("quarkus.log.console.format", TEXT);
        set("quarkus.log.console.json.enabled", log.format() == LogFormat.JSON);
        set(
                "quarkus.log.console.json.excluded-keys",
                "sequence,loggerClassName,hostName,processName,processId,threadId,ndc");
        // Where the access log tells its fields.
        set("quarkus.log.console.json.key-overrides", "mdc=request");
        set("quarkus.log.level", ofLibraries(log.level()));
        set("quarkus.log.category.\"dev.xylem\".level", log.level());
        set(
                "quarkus.log.category.\"io.quarkus\".level",
                log.level() == LogLevel.ERROR ? LogLevel.ERROR : LogLevel.WARN);
        // Two listeners make it say at each start that a gauge is already there.
        set("quarkus.log.category.\"io.micrometer.core.instrument\".level", LogLevel.ERROR);
        // A listener that can't accept is told by http.HeaderTime, without a stack trace each second.
        set("quarkus.log.category.\"io.netty.channel.DefaultChannelPipeline\".level", LogLevel.ERROR);
        // What a lookup fails with is told by whoever needs it; the cache would tell it once more, with a stack trace.
        set("quarkus.log.category.\"com.github.benmanes.caffeine\".level", "OFF");
        // Its texts are about Quarkus and its switches; Exit says the same in our words.
        set("quarkus.log.category.\"io.quarkus.runtime.Application\".level", "OFF");
    }

    /** Told whatever log.level says. */
    private void audit() {
        set("quarkus.log.category.\"" + Audit.CATEGORY + "\".level", LogLevel.INFO);
    }

    /** Never more than INFO: at DEBUG the driver logs whole commands, documents and all. */
    private static LogLevel ofLibraries(LogLevel ours) {
        return switch (ours) {
            case ERROR -> LogLevel.ERROR;
            case WARN, INFO -> LogLevel.WARN;
            case DEBUG, TRACE -> LogLevel.INFO;
        };
    }

    private void set(String name, Object value) {
        properties.put(name, value.toString());
    }
}
