using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Home;
using Gyre.Storage;

namespace Gyre.Cli.Retention;

/// <summary>Removes what the home has kept long enough.</summary>
internal static class GcCommand
{
    private const int MinGraceHours = 2;
    private const int MaxGraceHours = 876_000;

    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Switch("--dry-run", "Report what would be removed without removing it.");
        var grace = new Option<int>("--grace")
        {
            Description =
                "Keep content stored less than this many hours ago, since it may not be referenced yet. 2 to 876000. Default: 24.",
            HelpName = "HOURS",
            DefaultValueFactory = static _ => 24,
        };
        grace.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(
                int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
                && hours is >= MinGraceHours and <= MaxGraceHours))
                result.AddError(
                    $"'{token.Value}' is not a valid number of hours. Use a whole number from {MinGraceHours} to {MaxGraceHours}.");
        });
        var command = new Command(
            "gc",
            """
            Removes what the home no longer needs: attempt folders, completed commands, Python environments, unpacked code, events and runs
            whose retention time is over, then content that nothing references.

            The times are declared in HOME/home.json. A server does the same every hour, except for unreferenced content.

            Example:
              gyre gc --dry-run
              gyre gc
            """)
        {
            plan, grace,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var isPlan = result.GetValue(plan);
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var expired = await home.Retention.ApplyAsync(isPlan, cancellationToken);
            var request = new CollectionRequest { Grace = TimeSpan.FromHours(result.GetValue(grace)), DryRun = isPlan };
            var content = await ContentCollection.CollectAsync(home.Blobs, home.ContentUsers, request, host.Clock, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(expired, content, isPlan));
            else
                Print(host, expired, content, isPlan);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Describe(IReadOnlyList<RetentionResult> expired, CollectionReport content, bool isPlan) => Shape.Object(
        ("dry_run", Value.Of(isPlan)),
        ("rules", Shape.List(expired, static result => Shape.Object(
            ("rule", Value.Of(result.Rule)),
            ("kept_for", Value.Of(RetentionRules.Write(result.KeptFor))),
            ("count", Value.Of(result.Things.Count)),
            ("bytes", Value.Of(result.Things.Bytes)),
            ("needed", Value.Of(result.Things.Kept))))),
        ("contents", Value.Of(content.Freed)),
        ("content_bytes", Value.Of(content.FreedBytes)),
        ("content_bytes_kept", Value.Of(content.KeptBytes)));

    private static void Print(CliHost host, IReadOnlyList<RetentionResult> expired, CollectionReport content, bool isPlan)
    {
        var table = new ResultTable("WHAT", "KEPT FOR", isPlan ? "TO BE REMOVED" : "REMOVED", "SIZE", "STILL NEEDED");
        foreach (var result in expired)
        {
            table.Add(
                result.What, RetentionRules.Write(result.KeptFor), $"{result.Things.Count}", result.Things.Bytes > 0
                    ? Shown.Size(result.Things.Bytes) : "-",
                result.Things.Kept > 0 ? $"{result.Things.Kept}" : "-");
        }
        table.Add("unreferenced content", "-", $"{content.Freed}", Shown.Size(content.FreedBytes), "-");
        table.WriteTo(host);
    }
}
