package dev.xylem.storage.diagnosis;

import com.mongodb.ConnectionString;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why the driver found nobody to talk to. */
final class ClusterLook {
    private final ConnectionString string;
    private final ClusterDescription cluster;

    ClusterLook(ConnectionString string, ClusterDescription cluster) {
        this.string = string;
        this.cluster = cluster;
    }

    String why() {
        if (cluster.getSrvResolutionException() != null) {
            return "dns: the SRV record of " + string.getHosts().getFirst() + " can't be looked up: "
                    + cluster.getSrvResolutionException().getMessage();
        }
        List<ServerDescription> servers = cluster.getServerDescriptions();
        if (servers.isEmpty()) {
            return wrongSet();
        }
        if (any(servers, ServerType.REPLICA_SET_GHOST)) {
            return "the replica set was never initiated: run rs.initiate() in mongosh, once";
        }
        if (any(servers, ServerType.REPLICA_SET_SECONDARY) && !any(servers, ServerType.REPLICA_SET_PRIMARY)) {
            return noPrimary(servers);
        }
        return servers.stream().map(this::why).distinct().collect(Collectors.joining("; "));
    }

    private static boolean any(List<ServerDescription> servers, ServerType type) {
        return servers.stream().anyMatch(server -> server.getType() == type);
    }

    private String wrongSet() {
        return "no host of mongo-uri is a member of a replica set called " + string.getRequiredReplicaSetName()
                + ": its name is another one (rs.conf()._id), or the database stands alone. Correct or leave out replicaSet=";
    }

    /** Members are known by the names that the replica set gives them, whatever mongo-uri calls them. */
    private String noPrimary(List<ServerDescription> servers) {
        String silent = servers.stream()
                .filter(server -> server.getType() == ServerType.UNKNOWN)
                .map(server -> server.getAddress().toString())
                .collect(Collectors.joining(", "));
        return "the replica set has no primary that this machine can reach"
                + (silent.isEmpty()
                        ? ": its members are electing one, or too few of them run"
                        : ". These members don't answer under the names that rs.conf() gives them: " + silent
                                + ". They must be names that this machine can resolve and reach");
    }

    private String why(ServerDescription server) {
        ServerAddress address = server.getAddress();
        Throwable failure = server.getException();
        return switch (failure) {
            case MongoSocketReadTimeoutException _ ->
                address
                        + " takes connections and says nothing. Does it want TLS (tls=true in mongo-uri)? Is it a MongoDB, and does it still work?";
            case MongoSocketReadException _ ->
                address
                        + " ends the connection at the first word. Either it wants TLS (tls=true in mongo-uri), or it is no MongoDB";
            case MongoSocketOpenException open -> address + " can't be reached: " + reason(open);
            case null ->
                string.getRequiredReplicaSetName() == null
                        ? address + " is no server to write to: " + server.getType()
                        : wrongSet();
            default -> address + ": " + failure.getMessage();
        };
    }

    private static @Nullable String reason(MongoSocketOpenException failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }
}
