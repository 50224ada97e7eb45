package io.hearthwatch.app.doctor;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.embedded.DirectoryLook;
import java.util.ArrayList;
import java.util.List;

/** The data directory of the embedded database: whose it is, who uses it, and whether this program can. */
final class DirectoryChecks {
    private DirectoryChecks() {}

    static List<Finding> look(DirectoryLook directory) {
        List<Finding> found = new ArrayList<>();
        found.add(programs(directory));
        if (!directory.hasDatabase()) {
            found.add(
                    directory.unfinishedRestore()
                            ? Finding.error(
                                    "data directory",
                                    directory.path() + " has a restore that did not finish",
                                    "run `hearthwatch restore` again; it begins anew")
                            : Finding.ok(
                                    "data directory",
                                    directory.path() + " has no database yet; the first command makes one"));
            return found;
        }
        if (!directory.readable()) {
            found.add(Finding.error(
                    "data directory",
                    System.getProperty("user.name") + " may not read " + directory.path(),
                    "run as its owner, " + directory.owner()));
            return found;
        }
        found.add(
                directory.openToOthers()
                        ? Finding.warning(
                                "data directory",
                                directory.path() + " can be read by other users of this machine",
                                "chmod 700 " + directory.path())
                        : Finding.ok("data directory", directory.path() + ", of " + directory.owner()));
        found.add(version(directory));
        found.add(owner(directory));
        return found;
    }

    private static Finding programs(DirectoryLook directory) {
        return directory.programsForThisPlatform()
                ? Finding.ok("own database", "this build brings PostgreSQL for this platform")
                : Finding.error(
                        "own database",
                        "this build brings no PostgreSQL for this platform",
                        "give a server with --database jdbc:postgresql://HOST/NAME");
    }

    private static Finding version(DirectoryLook directory) {
        int made = directory.postgresMajor();
        int ours = directory.programsMajor(Workspace.programs());
        if (ours < 0) {
            return Finding.ok("data version", "PostgreSQL " + made + "; ours is not unpacked yet");
        }
        return made == ours
                ? Finding.ok("data version", "PostgreSQL " + made)
                : Finding.error(
                        "data version",
                        "the data was made by PostgreSQL " + made + ", this program brings " + ours
                                + ", which cannot read its files",
                        "go on with the version of Hearthwatch that made it, or move the data as docs/operations.md says");
    }

    private static Finding owner(DirectoryLook directory) {
        if (directory.ownerAlive()) {
            return Finding.ok("service", "process " + directory.ownerPid() + " runs on it");
        }
        return directory.leftByKilledOwner()
                ? Finding.warning(
                        "service",
                        "none runs; process " + directory.ownerPid() + " was killed",
                        "start it again: what was acknowledged is stored, and the start repairs the rest")
                : Finding.ok(
                        "service", "none runs, so the database itself is not looked at; --start starts it to look");
    }
}
