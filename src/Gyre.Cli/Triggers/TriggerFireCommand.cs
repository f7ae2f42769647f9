using System.CommandLine;
using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Home.Views;

namespace Gyre.Cli.Triggers;

/// <summary>Lets a trigger occur.</summary>
internal static class TriggerFireCommand
{
    private const int MaxKeyLength = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public static Command Create(CliHost host)
    {
        var name = TriggerPlace.Name();
        var project = TriggerPlace.Project();
        var key = CliCommand.Text("--key", "TEXT", "Idempotency key. A repeated key starts nothing new. Default: a new key.");
        var wait = CliCommand.Switch("--wait", "Execute the run and show progress, as 'gyre run' does.");
        var command = new Command(
            "fire",
            """
            Fires a trigger immediately.

            Its limits apply: if the start is skipped or has to wait, the command prints the reason and exits with 1.

            Example:
              gyre trigger fire nightly --wait
              gyre trigger fire nightly --key release-7
            """)
        {
            name, project, key, wait,
        };
        key.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && token.Value.Length is 0 or > MaxKeyLength)
                result.AddError($"A key must have 1 to {MaxKeyLength} characters.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await TriggerPlace.FindAsync(home, result.GetRequiredValue(name), result.GetValue(project), cancellationToken);
            var occurrence = await FireAsync(home, view, result.GetValue(key) ?? IdSource.FromClock(host.Clock).Next().ToString("D"), host.Clock, cancellationToken);
            if (occurrence is { Run: { } run } && result.GetValue(wait))
                return await RunSession.For(result, host, home).FinishAsync(run);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, occurrence is null ? null : ContractViews.Of(occurrence));
            else if (occurrence?.Run is { } started)
                host.Out.WriteLine(started.ToString());
            return Report(host, occurrence);
        });
        return command;
    }

    /// <summary>What became of it; null while that is not decided.</summary>
    private static async Task<OccurrenceView?> FireAsync(IHome home, TriggerView view, string key, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asked = await home.Triggers.FireAsync(view.Id, key, cancellationToken);
        return asked.Outcome switch
        {
            TriggerRequestOutcome.Full => throw new InvalidInputException(
                "trigger.full",
                $"Too many requests are waiting for trigger '{view.Definition.Name}'.",
                "Try again when 'gyre serve' has processed them."),
            TriggerRequestOutcome.Refused => throw new InvalidInputException(
                "trigger.unknown", $"Trigger '{view.Definition.Name}' has been removed in the meantime."),
            _ => await DecidedAsync(home, view.Id, asked.Occurrence, clock, cancellationToken),
        };
    }

    /// <summary>A server that is at work on the trigger in this moment may take a while to come to it.</summary>
    private static async Task<OccurrenceView?> DecidedAsync(IHome home, TriggerId trigger, string occurrence, TimeProvider clock, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var found = await home.Triggers.FindOccurrenceAsync(trigger, occurrence, cancellationToken);
            var isQueued = found is null && (await home.Triggers.FindAsync(trigger, cancellationToken))?.Waiting.Contains(occurrence) == true;
            if (found is { Outcome: not OccurrenceOutcome.Starting } || isQueued || clock.GetElapsedTime(since) > Patience)
                return found;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    private static int Report(CliHost host, OccurrenceView? occurrence)
    {
        if (occurrence is { Run: not null })
        {
            host.Say("The run is queued. Execute it with 'gyre serve' on this home or 'gyre resume RUN'.");
            return CliExitCodes.Done;
        }
        host.Say(occurrence is { Reason: { } reason } ? $"No run was started: {Shown.Clean(reason)}." : "The start is waiting; run 'gyre trigger show' to see why.");
        return CliExitCodes.Failed;
    }
}
