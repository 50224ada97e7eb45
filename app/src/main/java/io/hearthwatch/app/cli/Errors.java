package io.hearthwatch.app.cli;

import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.database.OtherVersionException;
import io.hearthwatch.database.embedded.DirectoryInUseException;
import io.hearthwatch.fleet.FleetRejectedException;
import io.hearthwatch.history.HistoryReadException;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.PromotionRefusedException;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.hearthwatch.simulator.outside.ServiceException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into {@code error: what} and {@code try: what to do} on stderr, and an exit status. */
final class Errors {
    private Errors() {}

    /** A command line that picocli could not read. */
    static int usage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + e.getMessage());
        err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.flush();
        return ExitStatus.USAGE;
    }

    /** A command that threw. */
    static int execution(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean debug = Boolean.getBoolean("hearthwatch.debug");
        PrintWriter err = command.getErr();
        if (shuttingDown()) {
            // What fails now fails because the user stopped us.
            return ExitStatus.INTERRUPTED;
        }
        try {
            return describe(e, err);
        } finally {
            if (debug) {
                e.printStackTrace(err);
            }
            err.flush();
        }
    }

    private static boolean shuttingDown() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static int describe(Exception e, PrintWriter err) {
        if (e instanceof CommandFailure failure) {
            return say(err, failure.getMessage(), failure.hint(), failure.status());
        }
        if (e instanceof InvalidFileException invalid) {
            for (Problem problem : invalid.problems()) {
                err.println("error: " + problem);
            }
            return say(
                    err,
                    invalid.problems().size() + " problem(s) found; nothing was done",
                    "mend the lines named above; `hearthwatch schema catalog` and `hearthwatch schema mapping` print what is allowed",
                    ExitStatus.FAILED);
        }
        if (e instanceof Refusal refusal) {
            return say(err, refusal.getMessage(), CommandRoutes.atTheCommandLine(refusal.hint()), ExitStatus.FAILED);
        }
        if (e instanceof TicketRefusal refusal) {
            return say(err, refusal.getMessage(), CommandRoutes.atTheCommandLine(refusal.hint()), ExitStatus.FAILED);
        }
        if (e instanceof PartsRefusedException refusal) {
            err.println("error: " + refusal.getMessage());
            refusal.available()
                    .forEach(each -> err.println(each.warehouse() + " has " + each.available() + " of " + each.part()));
            err.println("try: " + CommandRoutes.atTheCommandLine(refusal.hint()));
            return ExitStatus.FAILED;
        }
        if (e instanceof ServiceException service) {
            return say(err, service.getMessage(), service.hint(), ExitStatus.FAILED);
        }
        if (e instanceof HistoryReadException history) {
            return say(
                    err,
                    history.getMessage(),
                    "replace the damaged file; what was stored before it stays",
                    ExitStatus.FAILED);
        }
        if (e instanceof PredictionException prediction) {
            return say(err, prediction.getMessage(), prediction.remedy(), ExitStatus.FAILED);
        }
        if (e instanceof PromotionRefusedException refused) {
            return say(err, refused.getMessage(), refused.remedy(), ExitStatus.FAILED);
        }
        if (e instanceof FleetRejectedException rejected) {
            return say(
                    err,
                    rejected.getMessage(),
                    "correct the appliances named above; nothing was stored",
                    ExitStatus.FAILED);
        }
        if (e instanceof DirectoryInUseException inUse) {
            return say(
                    err,
                    inUse.getMessage(),
                    "stop that process, or give this one another directory with --data-dir",
                    ExitStatus.FAILED);
        }
        if (e instanceof OtherVersionException) {
            return say(
                    err,
                    e.getMessage(),
                    "use the version of Hearthwatch that made it or a newer one; nothing was changed",
                    ExitStatus.FAILED);
        }
        if (e instanceof DatabaseUnavailableException) {
            return say(
                    err,
                    e.getMessage(),
                    "check that the server runs and that --database (or --data-dir) is right",
                    ExitStatus.DATABASE_UNAVAILABLE);
        }
        if (e instanceof UncheckedIOException io) {
            return file(err, io.getCause());
        }
        if (e instanceof java.io.IOException io) {
            return file(err, io);
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return say(err, message, "--debug shows where it happened", ExitStatus.FAILED);
    }

    private static int file(PrintWriter err, java.io.IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return say(err, "no such file: " + missing.getFile(), "check the path", ExitStatus.FAILED);
        }
        if (e instanceof FileSystemException file) {
            return say(
                    err,
                    file.getFile() + ": "
                            + (file.getReason() == null ? e.getClass().getSimpleName() : file.getReason()),
                    "check the path and its permissions",
                    ExitStatus.FAILED);
        }
        return say(err, e.getMessage(), "--debug shows where it happened", ExitStatus.FAILED);
    }

    private static int say(PrintWriter err, String what, String hint, int status) {
        err.println("error: " + what);
        if (hint != null && !hint.isEmpty()) {
            err.println("try: " + hint);
        }
        return status;
    }
}
