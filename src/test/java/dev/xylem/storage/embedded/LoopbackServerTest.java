package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket of the embedded store, with clients that no driver is. */
final class LoopbackServerTest {

    private static final int MESSAGE = 2013;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String PING = "{ping: 1, $db: 'admin'}";

    private final EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY);
    private final MongoClient client = MongoClients.create(store.connectionString());
    private final MongoCollection<Document> items = client.getDatabase("shop").getCollection("items");

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void aMessageOfAnImpossibleLengthEndsItsConnectionAlone() throws IOException {
        for (int length : new int[] {-1, 0, 15, 48_000_001, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(header(length, MESSAGE).array());
                assertEquals(-1, socket.getInputStream().read());
            }
        }
        assertIsWell();
    }

    @Test
    void partsThatAreLongerThanTheirMessageEndTheConnection() throws IOException {
        for (int length : new int[] {-1, 4, 1_000, Integer.MAX_VALUE}) {
            byte[] lying = bson(PING);
            ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
            assertEnds(message(0, 0, lying));
            assertEnds(message(0, 1, lying));
        }
        assertIsWell();
    }

    @Test
    void unknownOperationsAndFlagsEndTheConnection() throws IOException {
        assertEnds(header(16, 2012).array());
        assertEnds(message(1 << 7, 0, bson(PING)));
        assertIsWell();
    }

    @Test
    void noiseNeverEndsTheServer() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] noise = message(0, random.nextInt(2), bson("{find: 'items', filter: {a: 'b'}, $db: 'shop'}"));
            for (int n = 0; n < 4; n++) {
                noise[16 + random.nextInt(noise.length - 16)] = (byte) random.nextInt();
            }
            try (Socket socket = connect()) {
                socket.getOutputStream().write(noise);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }
        assertIsWell();
    }

    @Test
    void aBigMessageThatNeverComesTakesNoMemory() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(header(48_000_000, MESSAGE).array());
            sockets.add(socket);
        }
        assertIsWell();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void messagesThatComeInPiecesOrTogetherAreAnsweredInTheirOrder() throws IOException, InterruptedException {
        byte[] ping = message(0, 0, bson(PING));
        try (Socket socket = connect()) {
            for (byte each : ping) {
                socket.getOutputStream().write(each);
                Thread.sleep(1);
            }
            assertEquals(1, reply(socket).getNumber("ok").intValue());
            byte[] both =
                    ByteBuffer.allocate(2 * ping.length).put(ping).put(ping).array();
            socket.getOutputStream().write(both);
            assertEquals(1, reply(socket).getNumber("ok").intValue());
            assertEquals(1, reply(socket).getNumber("ok").intValue());
        }
    }

    @Test
    void aWriteThatWantsNoAnswerIsDone() throws Exception {
        items.withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 1));
        for (int tries = 0; tries < 200 && items.find(eq("_id", 1)).first() == null; tries++) {
            Thread.sleep(10);
        }
        assertEquals(1, items.countDocuments());
    }

    @Test
    void closingFinishesTheCommandThatRunsAndLeavesNoThread() throws Exception {
        items.insertOne(new Document("_id", 1));
        try (Socket idle = connect()) {
            String impatient = store.connectionString() + "/?serverSelectionTimeoutMS=500";
            var waiting = CompletableFuture.supplyAsync(() -> {
                try (var other = MongoClients.create(impatient);
                        var changes = other.getDatabase("shop")
                                .getCollection("items")
                                .watch()
                                .cursor()) {
                    return changes.tryNext() == null;
                }
            });
            Thread.sleep(200);
            store.close();
            assertEquals(-1, idle.getInputStream().read());
            assertTrue(waiting.handle((_, _) -> true).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
        assertEquals(List.of(), threads());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("embedded-store"))
                .toList();
    }

    private void assertEnds(byte[] message) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(message);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private void assertIsWell() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(message(0, 0, bson(PING)));
            assertEquals(1, reply(socket).getNumber("ok").intValue());
        }
    }

    private InetSocketAddress address() {
        String[] host = new ConnectionString(store.connectionString())
                .getHosts()
                .getFirst()
                .split(":", 2);
        return new InetSocketAddress(host[0], Integer.parseInt(host[1]));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(address(), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static byte[] bson(String json) {
        var buffer = RawBsonDocument.parse(json).getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ByteBuffer header(int length, int operation) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(7)
                .putInt(0)
                .putInt(operation);
    }

    private static byte[] message(int flags, int kind, byte[] section) {
        int length = 21 + section.length;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header(length, MESSAGE).array())
                .putInt(flags)
                .put((byte) kind)
                .put(section)
                .array();
    }

    private static BsonDocument reply(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = in.readNBytes(21);
        ByteBuffer parts = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(7, parts.getInt(8), "the answer to another message");
        return new RawBsonDocument(in.readNBytes(parts.getInt(0) - header.length));
    }
}
