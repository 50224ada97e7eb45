package io.hearthwatch.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL's programs are started, since they refuse to run as root: an ordinary user starts them as they are; root starts them in a user
 * namespace of their own (the files stay root's), or, where namespaces are forbidden, as the user "nobody".
 *
 * @param prefix what stands before the program; each word of it execs, so that the process id is the program's
 * @param changeOwner user that has to own the data directory, or null to leave it
 */
record Privileges(List<String> prefix, String changeOwner) {
    private static final String NOBODY = "65534";

    static Privileges detect() throws IOException {
        List<String> prefix = new ArrayList<>();
        if (works("setsid", "true")) {
            // A session of its own: Ctrl-C at the terminal reaches us, not the server; we stop it when our work is
            // drained.
            prefix.add("setsid");
        }
        if (!isRoot()) {
            return new Privileges(List.copyOf(prefix), null);
        }
        if (works("unshare", "-U", "true")) {
            prefix.addAll(List.of("unshare", "-U"));
            return new Privileges(List.copyOf(prefix), null);
        }
        List<String> drop = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        List<String> probe = new ArrayList<>(drop);
        probe.add("true");
        if (works(probe.toArray(new String[0]))) {
            prefix.addAll(drop);
            return new Privileges(List.copyOf(prefix), NOBODY);
        }
        throw new IOException("PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works here;"
                + " run as an ordinary user, or give a server with --database jdbc:postgresql://…");
    }

    /** Hands files to the user that the server runs as, where it is another one. */
    void own(Path path) throws IOException {
        if (changeOwner != null) {
            Commands.run(List.of("chown", "-R", changeOwner + ":" + changeOwner, path.toString()), null);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.exists(Path.of("/proc/self"))
                    && ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")) == 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
