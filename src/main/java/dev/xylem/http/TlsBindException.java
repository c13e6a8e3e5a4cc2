package dev.xylem.http;

import dev.xylem.config.EdgeSettings.Https;
import java.net.BindException;

/** The listener with TLS can't be opened. */
public final class TlsBindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsBindException(Https https, Throwable reason) {
        super(https.host() + ":" + https.port() + ": " + reason.getMessage(), bind(reason));
    }

    private static Throwable bind(Throwable reason) {
        return reason instanceof BindException ? reason : new BindException(String.valueOf(reason.getMessage()));
    }
}
