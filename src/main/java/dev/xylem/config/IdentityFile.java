package dev.xylem.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What the conf-file of {@code idm} says.
 *
 * @param users in the order of the file, no two with the same id
 * @param collections of users, in the order of the file
 * @param remarks for the log: what is read in another way than it says
 */
public record IdentityFile(List<FileUser> users, List<MongoUsersSetting> collections, List<String> remarks) {
    public IdentityFile {
        users = List.copyOf(users);
        collections = List.copyOf(collections);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads the file.
     *
     * @param implementation {@code file}, {@code mongo} or {@code file-and-mongo}: which sections must be there
     * @throws SettingsException naming every fault with its line
     */
    public static IdentityFile read(Path file, String implementation) {
        return new IdentityFileReader(file).read(implementation);
    }
}
