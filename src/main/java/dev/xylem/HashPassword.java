package dev.xylem;

import dev.xylem.api.ProblemException;
import dev.xylem.security.password.HashGate;
import dev.xylem.security.password.Passwords;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The command {@code hash-password}: a password in, what is stored of it out. */
final class HashPassword {

    private HashPassword() {}

    /** Returns the exit code. */
    static int run() {
        try {
            String password = password();
            if (password == null || password.isEmpty()) {
                System.err.println("hash-password: expected one password, on one line of standard input");
                return Main.EXIT_SETTINGS;
            }
            System.out.println(new Passwords(new HashGate()).hash(password));
            return 0;
        } catch (ProblemException e) {
            System.err.println("hash-password: " + e.problem().detail());
            return Main.EXIT_SETTINGS;
        } catch (IOException e) {
            System.err.println("hash-password: standard input can't be read: " + e.getMessage());
            return 1;
        }
    }

    /** Typed twice without an echo on a terminal; else the first line of what is sent. */
    private static @Nullable String password() throws IOException {
        Console console = console();
        if (console != null && console.isTerminal()) {
            return typed(console);
        }
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where jdk.console chooses the old kind
    private static @Nullable Console console() {
        return System.console();
    }

    private static @Nullable String typed(Console console) {
        char[] once = console.readPassword("Password: ");
        char[] again = console.readPassword("Once more: ");
        if (once == null || !Arrays.equals(once, again)) {
            System.err.println("hash-password: the two differ");
            return null;
        }
        return new String(once);
    }
}
