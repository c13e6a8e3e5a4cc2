package dev.xylem;

/** What {@code --help} prints. */
final class Usage {

    static final String TEXT = """
            usage: xylem [serve | check | doctor] [FILE.yml] [--key=value ...] [--check | --version | --help]
                   xylem export FILE [FILE.yml] [--key=value ...] [--only=db,db.coll]
                   xylem import FILE [FILE.yml] [--key=value ...] [--only=db,db.coll]
                                     [--on-existing=fail | skip | replace]
                   xylem hash-password
                   xylem migrate-config FILE [FOLDER] [--env-file=FILE]

              FILE.yml       the configuration; without it etc/xylem.yml if it is there, else the defaults
              --key=value    one setting, stronger than environment and file: --http-port=8081 --limits.body=2MiB
                             --mongo-mounts='[{what: /db, where: /api}]'
              --check        validate everything, print the effective configuration with secrets masked, and exit
              --version      print the version and exit
              --help         print this and exit

              serve          what is done without a word
              check          as --check
              doctor         connects to the store as configured, and says in words what is wrong and which features are off
              export, import back up and bring back all data, while a server runs or without one. FILE is a folder, or
                             a name with .tar or .tar.gz; --mongo-uri and --embedded-store.path say which data.
                             See docs/backup.md
              hash-password  reads a password from standard input and prints what a users file or collection stores of it
              migrate-config reads a configuration of RESTHeart 3 or 9 and prints ours; with FOLDER it writes xylem.yml and
                             security.yml there. See docs/migrating-from-restheart.md

            Each setting is also read from the environment: http-port is XYLEM_HTTP_PORT, limits.body XYLEM_LIMITS_BODY.
            Exit codes: 0 well, 1 could not start (a port in use, say), 2 wrong settings; of doctor: 1 the server can't work like this; of export and import: docs/backup.md. All keys: docs/configuration.md
            """;

    private Usage() {}
}
