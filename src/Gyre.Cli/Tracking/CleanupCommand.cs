using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Frees what was deleted long enough ago.</summary>
internal static class CleanupCommand
{
    private const int MaxDays = 36_500;
    private const int MinGraceHours = 2;
    private const int MaxGraceHours = MaxDays * 24;

    public static Command Create(CliHost host)
    {
        var days = new Option<int>("--older-than")
        {
            Description = "Delete only records that were deleted at least this many days ago, 0 to 36500. Default: 30.",
            HelpName = "DAYS",
            DefaultValueFactory = static _ => 30,
        };
        days.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxDays))
                result.AddError($"'{token.Value}' is not a valid number of days. Use a whole number from 0 to {MaxDays}.");
        });
        var grace = new Option<int>("--grace")
        {
            Description = "Keep content stored less than this many hours ago, since it may not be referenced yet. 2 to 876000. Default: 24.",
            HelpName = "HOURS",
            DefaultValueFactory = static _ => 24,
        };
        grace.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= MinGraceHours and <= MaxGraceHours))
                result.AddError(
                    $"'{token.Value}' is not a valid number of hours. Use a whole number from {MinGraceHours} to {MaxGraceHours}.");
        });
        var plan = CliCommand.Switch("--dry-run", "Report what would be freed without deleting it.");
        var command = new Command(
            "gc",
            """
            Permanently removes deleted runs, experiments and logged models, and compacts the metric histories of ended runs.

            Runs and models needed by a registered model version are kept.

            Then removes artifact content that is no longer referenced by a tracking run, model, upload, pipeline run or cached
            result.

            Example:
              gyre tracking gc --dry-run
              gyre tracking gc --older-than 7
            """)
        {
            days, grace, plan,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var request = new CleanupRequest { OlderThan = TimeSpan.FromDays(result.GetValue(days)), DryRun = result.GetValue(plan) };
            var report = await home.Tracking.Cleanup.CollectAsync(request, cancellationToken);
            var content = new CollectionRequest { Grace = TimeSpan.FromHours(result.GetValue(grace)), DryRun = request.DryRun };
            var collected = await ContentCollection.CollectAsync(home.Blobs, home.ContentUsers, content, TimeProvider.System, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(report, collected, request.DryRun));
            else
                Print(host, report, collected, request.DryRun);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Describe(CleanupReport report, CollectionReport content, bool isPlan) => Shape.Object(
        ("dry_run", Value.Of(isPlan)),
        ("runs", Value.Of(report.Runs)),
        ("experiments", Value.Of(report.Experiments)),
        ("models", Value.Of(report.Models)),
        ("history_bytes", Value.Of(report.HistoryBytes)),
        ("artifact_bytes", Value.Of(report.ArtifactBytes)),
        ("kept", Value.Of(report.Kept)),
        ("packed", Value.Of(report.Packed)),
        ("contents", Value.Of(content.Freed)),
        ("content_bytes", Value.Of(content.FreedBytes)),
        ("content_bytes_kept", Value.Of(content.KeptBytes)));

    private static void Print(CliHost host, CleanupReport report, CollectionReport content, bool isPlan)
    {
        var table = new ResultTable("WHAT", isPlan ? "TO BE FREED" : "FREED");
        table.Add("runs", $"{report.Runs}");
        table.Add("experiments", $"{report.Experiments}");
        table.Add("logged models", $"{report.Models}");
        table.Add("histories", Shown.Size(report.HistoryBytes));
        table.Add("files", Shown.Size(report.ArtifactBytes));
        table.Add("unreferenced content", Shown.Size(content.FreedBytes));
        table.WriteTo(host);
        if (report.Kept > 0)
            host.Say($"{report.Kept} deleted runs or models are kept because registered model versions need them.");
    }
}
