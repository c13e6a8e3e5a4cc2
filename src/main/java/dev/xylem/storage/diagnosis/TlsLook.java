package dev.xylem.storage.diagnosis;

import com.mongodb.ServerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The TLS handshake with one host, as the driver does it. */
final class TlsLook {
    private static final String ABOUT = "tls";

    private final ServerAddress address;
    private final boolean anyName;

    TlsLook(ServerAddress address, boolean anyName) {
        this.address = address;
        this.anyName = anyName;
    }

    Finding look() {
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.getHost(), address.getPort()), Way.PATIENCE_MILLIS);
            plain.setSoTimeout(Way.PATIENCE_MILLIS);
            return shakeHands(plain);
        } catch (IOException e) {
            return Finding.wrong(ABOUT, explained(e));
        }
    }

    private Finding shakeHands(Socket plain) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (var socket = (SSLSocket) factory.createSocket(plain, address.getHost(), address.getPort(), true)) {
            var parameters = socket.getSSLParameters();
            if (!anyName) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return Finding.well(
                    ABOUT,
                    address + " speaks " + socket.getSession().getProtocol() + " with a certificate that is trusted");
        }
    }

    private String explained(IOException failure) {
        return Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, TlsLook::causeOf)
                .flatMap(cause -> Stream.ofNullable(cause == null ? null : reason(cause)))
                .findFirst()
                .orElse(address + ": the TLS handshake fails: " + failure.getMessage());
    }

    private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
        return failure == null ? null : failure.getCause();
    }

    private @Nullable String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return switch (cause) {
            case CertificateExpiredException _ -> "the certificate of " + address + " has expired: " + text;
            case CertificateNotYetValidException _ ->
                "the certificate of " + address + " is not valid yet: " + text + ". Is this machine's clock right?";
            case CertPathBuilderException _ ->
                "the certificate of " + address
                        + " is signed by nobody whom this Java trusts. Import its CA into a trust store and start"
                        + " with JAVA_OPTS='-Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=...'";
            case SocketTimeoutException _ ->
                address
                        + " takes the connection and then says nothing to a TLS greeting. Does it speak TLS (net.tls.mode)?";
            case EOFException _, SocketException _ ->
                address
                        + " ends the connection in the TLS handshake. It does not speak TLS (net.tls.mode), or wants a certificate of the client";
            default -> ofText(text, cause);
        };
    }

    private @Nullable String ofText(String text, Throwable cause) {
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            return "the certificate of " + address + " is for another name: " + text;
        }
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return address + " does not speak TLS, but mongo-uri says tls=true";
        }
        return cause instanceof SSLHandshakeException && cause.getCause() == null
                ? address + " and this Java find no common TLS: " + text
                : null;
    }
}
