package io.hearthwatch.app.technician;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code technician}: technicians, their licences and trainings. */
@Command(
        name = "technician",
        description = {
            "Look at technicians; give and take licence points, review licences, record trainings and positions;",
            "read their files, appraise them and give grades.",
            "Who works when: hearthwatch dispatch absence and hearthwatch dispatch route.",
            "",
            "Example: hearthwatch technician points wu -10 broken_promise --ticket HW-000123"
        },
        subcommands = {
            TechnicianLooks.ListAll.class,
            TechnicianLooks.Show.class,
            TechnicianWork.Points.class,
            TechnicianWork.Cancel.class,
            TechnicianTariff.class,
            TechnicianWork.Train.class,
            TechnicianWork.Review.class,
            TechnicianWork.Reinstate.class,
            TechnicianWork.Position.class,
            TechnicianFile.Show.class,
            TechnicianFile.Appraise.class,
            TechnicianFile.Grade.class
        })
public final class TechnicianCommand extends CommandGroup {}
