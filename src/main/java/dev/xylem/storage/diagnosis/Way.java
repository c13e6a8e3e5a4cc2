package dev.xylem.storage.diagnosis;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The way to one host: its name, its port, its certificate. */
final class Way {
    static final int PATIENCE_MILLIS = 2_000;

    private final ServerAddress address;
    private final List<Finding> findings = new ArrayList<>();

    private Way(ServerAddress address) {
        this.address = address;
    }

    /** @param host with a port, or without one */
    static List<Finding> to(String host, ConnectionString string) {
        var way = new Way(new ServerAddress(host));
        if (way.hasAddress() && way.isOpen() && Boolean.TRUE.equals(string.getSslEnabled())) {
            boolean anyName = Boolean.TRUE.equals(string.getSslInvalidHostnameAllowed());
            way.findings.add(new TlsLook(way.address, anyName).look());
        }
        return way.findings;
    }

    private boolean hasAddress() {
        try {
            String all = Arrays.stream(InetAddress.getAllByName(address.getHost()))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            findings.add(Finding.well("dns", address.getHost() + " is " + all));
            return true;
        } catch (UnknownHostException e) {
            findings.add(Finding.wrong(
                    "dns",
                    "no address is known for " + address.getHost()
                            + ". Is the name in mongo-uri right, and does this machine ask the right name server?"));
            return false;
        }
    }

    private boolean isOpen() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
            findings.add(Finding.well("port", address + " takes connections"));
            return true;
        } catch (SocketTimeoutException e) {
            findings.add(Finding.wrong(
                    "port", address + " does not answer within 2 s. A firewall in between, or the wrong address?"));
        } catch (ConnectException e) {
            findings.add(Finding.wrong(
                    "port",
                    address
                            + " refuses connections: nothing listens there. Does the database run, on this port, and with a"
                            + " bindIp that other machines reach?"));
        } catch (IOException e) {
            findings.add(Finding.wrong("port", address + " can't be reached: " + e.getMessage()));
        }
        return false;
    }
}
