package dev.xylem.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin alike (RFC 4632).
 *
 * @param address any of them
 * @param bits how many leading bits they share
 */
public record AddressRange(InetAddress address, int bits) {

    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", 2);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int most = address.getAddress().length * 8;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(new AddressRange(address, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
