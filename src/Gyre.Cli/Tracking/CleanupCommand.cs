using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Homes;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Frees what was deleted long enough ago.</summary>
internal static class CleanupCommand
{
    private const int MaxDays = 36_500;

    public static Command Create(CliHost host)
    {
        var days = new Option<int>("--older-than") { Description = "Only what was deleted at least so many days ago, 0 to 36500. Default: 30.", HelpName = "DAYS", DefaultValueFactory = static _ => 30 };
        days.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxDays))
                result.AddError($"'{token.Value}' is not a number of days: a whole number from 0 to {MaxDays} is expected.");
        });
        var plan = CliCommand.Switch("--dry-run", "Only count what would be freed.");
        var command = new Command(
            "gc",
            """
            Frees deleted runs, experiments and logged models for good, and packs histories of ended runs. What a version of a registered model needs is kept.

            Example:
              gyre tracking gc --dry-run
              gyre tracking gc --older-than 7
            """)
        {
            days, plan,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var request = new CleanupRequest { OlderThan = TimeSpan.FromDays(result.GetValue(days)), DryRun = result.GetValue(plan) };
            var report = await home.Tracking.Cleanup.CollectAsync(request, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(report, request.DryRun));
            else
                Print(host, report, request.DryRun);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Describe(CleanupReport report, bool isPlan) => Shape.Object(
        ("dry_run", Value.Of(isPlan)),
        ("runs", Value.Of(report.Runs)),
        ("experiments", Value.Of(report.Experiments)),
        ("models", Value.Of(report.Models)),
        ("history_bytes", Value.Of(report.HistoryBytes)),
        ("artifact_bytes", Value.Of(report.ArtifactBytes)),
        ("kept", Value.Of(report.Kept)),
        ("packed", Value.Of(report.Packed)));

    private static void Print(CliHost host, CleanupReport report, bool isPlan)
    {
        var table = new ResultTable("WHAT", isPlan ? "WOULD BE FREED" : "FREED");
        table.Add("runs", $"{report.Runs}");
        table.Add("experiments", $"{report.Experiments}");
        table.Add("logged models", $"{report.Models}");
        table.Add("histories", Shown.Size(report.HistoryBytes));
        table.Add("files", Shown.Size(report.ArtifactBytes));
        table.WriteTo(host);
        if (report.Kept > 0)
            host.Say($"{report.Kept} deleted runs or models are kept, because versions of registered models need them.");
    }
}
