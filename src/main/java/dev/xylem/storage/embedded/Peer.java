package dev.xylem.storage.embedded;

import io.netty.channel.local.LocalChannel;
import java.net.Socket;

/** A connection as the stock engine tells it from others. Nothing is sent through it. */
final class Peer extends LocalChannel {

    private final String address;

    Peer(Socket socket) {
        this.address = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
    }

    String address() {
        return address;
    }
}
