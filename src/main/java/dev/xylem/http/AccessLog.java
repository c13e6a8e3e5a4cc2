package dev.xylem.http;

import dev.xylem.config.LogFormat;
import dev.xylem.config.Settings;
import dev.xylem.http.Observer.Observation;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;

/**
 * One line for each request: what was asked for and how it went, nothing of what it was about. In JSON the same is told field by field,
 * too.
 */
final class AccessLog {
    private static final String CATEGORY = "dev.xylem.access";
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final boolean enabled;
    private final boolean fields;

    AccessLog(Settings.Log settings) {
        this.enabled = settings.access();
        this.fields = settings.format() == LogFormat.JSON;
    }

    void tell(Observation seen, int status, long bytes, long nanos) {
        if (!enabled || !LOG.isLoggable(Level.INFO)) {
            return;
        }
        String millis = millis(nanos);
        String path = printable(seen.path());
        String line = seen.method() + ' ' + path + ' ' + status + ' ' + bytes + "B " + millis + "ms " + seen.logName();
        var entry = new ExtLogRecord(Level.INFO, line, ExtLogRecord.FormatStyle.NO_FORMAT, AccessLog.class.getName());
        entry.setLoggerName(CATEGORY);
        if (fields) {
            entry.putMdc("method", seen.method());
            entry.putMdc("path", path);
            entry.putMdc("resource", seen.resource().label());
            entry.putMdc("status", Integer.toString(status));
            entry.putMdc("bytes", Long.toString(bytes));
            entry.putMdc("ms", millis);
            entry.putMdc("request-id", seen.requestId());
            String trace = seen.trace();
            if (trace != null) {
                entry.putMdc("trace-id", trace);
            }
        }
        LOG.logRaw(entry);
    }

    private static String millis(long nanos) {
        long tenths = (nanos + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10;
    }

    /** A path comes as it was sent: whatever could move a terminal's cursor, or begin a line of its own, is shown as a question mark. */
    private static String printable(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (isUnfit(path.charAt(i))) {
                return path.replaceAll("[^!-~]", "?");
            }
        }
        return path;
    }

    private static boolean isUnfit(char c) {
        return c < '!' || c > '~';
    }
}
