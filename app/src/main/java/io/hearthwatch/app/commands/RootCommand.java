package io.hearthwatch.app.commands;

import io.hearthwatch.app.alarm.AlarmCommand;
import io.hearthwatch.app.alarm.PromiseCommand;
import io.hearthwatch.app.campaign.CampaignCommand;
import io.hearthwatch.app.care.CallCommand;
import io.hearthwatch.app.care.SurveyCommand;
import io.hearthwatch.app.centre.CentreCommand;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.cli.Version;
import io.hearthwatch.app.complaint.ComplaintCommand;
import io.hearthwatch.app.customer.CustomerCommand;
import io.hearthwatch.app.demo.DemoCommand;
import io.hearthwatch.app.dispatch.DispatchCommand;
import io.hearthwatch.app.doctor.DoctorCommand;
import io.hearthwatch.app.indicators.IndicatorsCommand;
import io.hearthwatch.app.knowledge.KnowledgeCommand;
import io.hearthwatch.app.loaner.LoanerCommand;
import io.hearthwatch.app.model.ModelCommand;
import io.hearthwatch.app.money.MoneyCommand;
import io.hearthwatch.app.parts.PartsCommand;
import io.hearthwatch.app.policy.PolicyCommand;
import io.hearthwatch.app.policy.TicketCommand;
import io.hearthwatch.app.register.RegisterCommand;
import io.hearthwatch.app.report.ReportCommand;
import io.hearthwatch.app.serve.ServeCommand;
import io.hearthwatch.app.setting.SettingCommand;
import io.hearthwatch.app.technician.TechnicianCommand;
import io.hearthwatch.app.webhook.WebhookCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that has all others below it. */
@Command(
        name = "hearthwatch",
        versionProvider = Version.class,
        description = "Predictive after-sales service for connected home appliances.",
        footer = {
            "",
            "Settings also come from the file that --config names and from HEARTHWATCH_* variables.",
            "Exit status: 0 done, 1 failed, 2 usage, 3 database unavailable, 130 interrupted."
        },
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            ApplianceCommand.class,
            ServiceCommand.class,
            PersonCommand.class,
            ModelCommand.class,
            ReplayCommand.class,
            StorageCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            PolicyCommand.class,
            WebhookCommand.class,
            TicketCommand.class,
            ReportCommand.class,
            ComplaintCommand.class,
            CallCommand.class,
            SurveyCommand.class,
            AlarmCommand.class,
            PromiseCommand.class,
            CampaignCommand.class,
            CustomerCommand.class,
            CentreCommand.class,
            TechnicianCommand.class,
            PartsCommand.class,
            DispatchCommand.class,
            MoneyCommand.class,
            IndicatorsCommand.class,
            RegisterCommand.class,
            SettingCommand.class,
            LoanerCommand.class,
            KnowledgeCommand.class,
            DoctorCommand.class,
            SchemaCommand.class
        })
public final class RootCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @picocli.CommandLine.Option(names = "--version", versionHelp = true, description = "show the version and exit")
    boolean version;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? " + String.join(", ", spec.subcommands().keySet()));
    }
}
