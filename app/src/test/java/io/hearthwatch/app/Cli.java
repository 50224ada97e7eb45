package io.hearthwatch.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the program as its users do: as processes of their own. */
final class Cli {
    private static final Pattern READY = Pattern.compile("ready mqtt=(?:off|[^:]+:(\\d+)) http=[^:]+:(\\d+)");

    private Cli() {}

    /** What a command said and how it ended. */
    record Result(int status, String out, String err) {}

    static Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("hw-out", ".txt");
        Path err = Files.createTempFile("hw-err", ".txt");
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + String.join(" ", arguments));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Runs a command that has to succeed. */
    static Result ok(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", arguments) + " ended with " + result.status() + "\n"
                    + result.err() + result.out());
        }
        return result;
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.hearthwatch.app.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A {@code serve} in a process of its own. */
    static final class Serve implements AutoCloseable {
        private final Process process;
        private final int mqttPort;
        private final int httpPort;

        private Serve(Process process, int mqttPort, int httpPort) {
            this.process = process;
            this.mqttPort = mqttPort;
            this.httpPort = httpPort;
        }

        static Serve start(String... arguments) throws IOException, InterruptedException {
            List<String> all = new ArrayList<>(List.of("serve"));
            all.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command(all.toArray(new String[0])))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    return new Serve(process, port(ready.group(1)), port(ready.group(2)));
                }
            }
            throw new IllegalStateException("serve ended with " + process.waitFor());
        }

        private static int port(String digits) {
            return digits == null ? -1 : Integer.parseInt(digits);
        }

        int mqttPort() {
            return mqttPort;
        }

        int httpPort() {
            return httpPort;
        }

        long pid() {
            return process.pid();
        }

        /** As {@code kill -9} does. */
        void killNow() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** As {@code kill} does: an orderly end. */
        int stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("serve did not stop");
            }
            return process.exitValue();
        }

        @Override
        public void close() throws InterruptedException {
            if (process.isAlive()) {
                stop();
            }
        }
    }
}
