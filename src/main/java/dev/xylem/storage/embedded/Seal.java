package dev.xylem.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What was acknowledged last, in a small file beside the store's: a store that lost its newest part looks like a whole one of
 * an earlier time, and only this tells them apart.
 */
final class Seal implements AutoCloseable {

    /**
     * @param version what was acknowledged
     * @param forced what of it was on the disk for certain
     * @param boot the run of the operating system in which it was written; 0 where that cannot be told
     */
    record Mark(long version, long forced, long boot) {

        /** What the store must hold at least. After a power failure, writes that were not forced yet may be gone. */
        long least() {
            return boot != 0 && boot == BOOT ? version : forced;
        }
    }

    private static final long MAGIC = 0x78796c656d2d3031L;
    private static final int SLOT_BYTES = 4 * Long.BYTES + Integer.BYTES;

    /** Two places written in turn, in different sectors, so that a torn one leaves the other. */
    private static final int DISTANCE = 512;

    private static final long BOOT = boot();

    private final FileChannel file;
    private long forced;

    private Seal(FileChannel file) {
        this.file = file;
    }

    static Seal open(Path path) throws IOException {
        return new Seal(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Whether nothing was ever written: the file is new, or was removed to accept the store as it is. */
    boolean isNew() throws IOException {
        return file.size() == 0;
    }

    /** The newest mark that is intact. */
    Optional<Mark> read() throws IOException {
        return Stream.of(slot(0), slot(1))
                .flatMap(Optional::stream)
                .max((a, b) -> Long.compare(a.version(), b.version()));
    }

    private Optional<Mark> slot(int index) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        while (slot.hasRemaining() && file.read(slot, (long) index * DISTANCE + slot.position()) > 0) {}
        slot.flip();
        if (slot.remaining() < SLOT_BYTES || slot.getLong() != MAGIC) {
            return Optional.empty();
        }
        Mark mark = new Mark(slot.getLong(), slot.getLong(), slot.getLong());
        return slot.getInt() == checksum(slot) ? Optional.of(mark) : Optional.empty();
    }

    /** For a store that was just opened, or is about to close, with all of it on the disk. */
    synchronized void renew(long version) {
        forced = version;
        write(0, version);
        write(1, version);
        try {
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void acknowledged(long version) {
        write((int) (version & 1), version);
    }

    /** Everything up to this version is on the disk, and up to the other one acknowledged. */
    synchronized void forced(long version, long acknowledged) {
        forced = version;
        write((int) (acknowledged & 1), acknowledged);
    }

    private void write(int index, long version) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(MAGIC).putLong(version).putLong(forced).putLong(BOOT).putInt(checksum(slot));
        slot.flip();
        try {
            file.write(slot, (long) index * DISTANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int checksum(ByteBuffer slot) {
        CRC32C checksum = new CRC32C();
        checksum.update(slot.slice(0, SLOT_BYTES - Integer.BYTES));
        return (int) checksum.getValue();
    }

    private static long boot() {
        try {
            CRC32C checksum = new CRC32C();
            checksum.update(Files.readAllBytes(Path.of("/proc/sys/kernel/random/boot_id")));
            return checksum.getValue() | (1L << 32);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
