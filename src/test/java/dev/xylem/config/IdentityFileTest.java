package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityFileTest {

    @TempDir
    Path folder;

    private IdentityFile read(String implementation, String yaml) throws IOException {
        return IdentityFile.read(Files.writeString(folder.resolve("u.yml"), yaml), implementation);
    }

    @Test
    void whatElseTheFileSaysOfAUserIsKeptWithItsType() throws IOException {
        var user = read(
                        "file",
                        "users: [{userid: a, password: p, role: r, n: 1, t: '1', ok: true, l: [x, 2.5], o: {k: ~}}]")
                .users()
                .getFirst();

        assertEquals(Set.of("r"), user.roles());
        assertEquals(BsonDocument.parse("{n: 1, t: '1', ok: true, l: ['x', 2.5], o: {k: null}}"), user.properties());
        assertFalse(user.toString().contains("p,"));
    }

    @Test
    void theOlderSystemsNamesOfPropertiesAreUnderstood() throws IOException {
        var read = read("mongo", """
                dbim:
                  - db: userbase
                    coll: _accounts
                    prop-name-id: name
                    prop-name-password: secret
                    prop-roles: groups
                    bcrypt-hashed-password: true
                    create-user: false
                    create-user-document: '{"_id": "admin"}'
                    cache-enabled: true
                    cache-size: 7
                    cache-ttl: 60000
                    cache-expire-policy: AFTER_READ
                permissions: []
                """);

        assertEquals(
                List.of(new MongoUsersSetting(
                        "userbase", "_accounts", "name", "secret", "groups", true, 7, Duration.ofMinutes(1))),
                read.collections());
        assertEquals(1, read.remarks().size());
    }

    @Test
    void aChangedUserIsRefusedWithinFiveSecondsUnlessItSaysOtherwise() throws IOException {
        var setting = read("mongo", "dbim: [{db: d, coll: c}]").collections().getFirst();

        assertEquals(
                new MongoUsersSetting("d", "c", "_id", "password", "roles", true, 1000, Duration.ofSeconds(5)),
                setting);
    }

    @Test
    void bothSectionsMayStandInOneFile() throws IOException {
        var read = read("file", "users: []\ndbim: [{db: d, coll: c, cache-ttl: 1s}]");

        assertEquals(1, read.collections().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file | users: [{userid: a, password: x}] | u.yml:1: users.roles: missing",
                "file | users: [{userid: a, roles: []}] | u.yml:1: users.password: missing",
                "file | users: [{password: s3cret, roles: []}] | u.yml:1: users.userid: missing",
                "file | users: [{userid: 'a:b', password: s3cret, roles: []}] | users.userid: expected at most 255",
                "file | users: [{userid: a, password: s3cret, roles: {}}] | users.roles: expected a list of roles",
                "file | users: [{userid: a, password: s3cret, roles: [a], role: b}] | users.role: given beside roles",
                "file | users: s3cret | u.yml:1: users: expected a list, found text",
                "file | users: [s3cret] | users: expected a mapping with userid",
                "file | usres: [] | u.yml:1: usres: unknown section; did you mean users?",
                "file | permissions: [] | users: missing",
                "file | 'users: [{userid: a, password: x, roles: []}, {userid: a, password: y, roles: []}]' | the user a is there already",
                "file | users: [ | not readable as YAML",
                "file | '' | users: missing",
                "mongo | users: [] | dbim: missing",
                "mongo | dbim: [{db: d}] | coll: missing",
                "mongo | dbim: [{db: d, coll: c, cache-tll: 1}] | dbim.cache-tll: unknown key",
                "mongo | dbim: [{db: d, coll: c, cache-ttl: 2h}] | cache-ttl: expected a time",
                "mongo | dbim: [{db: d, coll: c, prop-id: a, prop-name-id: b}] | given twice",
                "file-and-mongo | users: [] | dbim: missing"
            })
    void aMistakeIsNamedWithItsPlace(String implementation, String yaml, String fault) {
        var refusal = assertThrows(SettingsException.class, () -> read(implementation, yaml));

        assertTrue(refusal.text().contains(fault), refusal.text());
        assertFalse(refusal.text().contains("s3cret"), refusal.text());
    }
}
