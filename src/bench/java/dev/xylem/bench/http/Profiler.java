package dev.xylem.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Records what a server does in a workload: leaves the recording in a folder and prints what it says. */
record Profiler(Bench bench, Path folder) {

    void run(Candidate candidate, Workload workload) {
        Path recording = folder.resolve(workload.name() + "-" + candidate.kind().name().toLowerCase(Locale.ROOT) + ".jfr");
        bench.warm(candidate, workload);
        command(
                candidate,
                "JFR.start",
                "name=bench",
                "settings=profile",
                "jdk.CPUTimeSample#enabled=true",
                "jdk.CPUTimeSample#throttle=2ms",
                "jdk.ObjectAllocationInNewTLAB#enabled=true",
                "jdk.ObjectAllocationOutsideTLAB#enabled=true");
        ThreadTimes before = ThreadTimes.of(candidate.child().pid());
        Figures figures = bench.measure(candidate, workload);
        String threads = ThreadTimes.of(candidate.child().pid()).since(before);
        command(candidate, "JFR.stop", "name=bench", "filename=" + recording);
        try {
            System.out.printf(
                    "%n%s, %s: %.0f us of CPU and %.1f KiB a request while recording; %s%n%s%s",
                    workload.title(),
                    candidate.kind().title,
                    figures.cpu(),
                    figures.allocated() / 1024,
                    recording,
                    threads,
                    Profile.read(recording));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void command(Candidate candidate, String... words) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                            Long.toString(candidate.child().pid()),
                            String.join(" ", words))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
