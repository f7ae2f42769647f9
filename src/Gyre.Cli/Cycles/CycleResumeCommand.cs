using System.CommandLine;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Cycles;

/// <summary>Goes on with a cycle.</summary>
internal static class CycleResumeCommand
{
    public static Command Create(CliHost host)
    {
        var cycle = CliCommand.Word("CYCLE", "Cycle id, a unique prefix of it, or 'last'.");
        var turns = new Option<int?>("--max-iterations")
        {
            Description = "New maximum number of turns, counted from the first turn.",
            HelpName = "N",
        };
        var command = new Command(
            "resume",
            """
            Resumes a cycle that was stopped, reached its limit, or lost its engine.

            Example:
              gyre cycle resume last --max-iterations 10
            """)
        {
            cycle, turns,
        };
        turns.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= 1))
                result.AddError($"'{token.Value}' is not a valid value for --max-iterations. Use a whole number, 1 or greater.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.CycleAsync(home, result.GetRequiredValue(cycle), cancellationToken);
            if (view.State == CycleState.Stopped && !await home.Cycles.ResumeAsync(view.Id, result.GetValue(turns), cancellationToken))
                throw new InvalidInputException(
                    "cycle.not-resumable",
                    $"Cycle {view.Id} cannot be resumed: {view.StopDetail ?? view.StopReason ?? "its limits allow no more turns"}.",
                    "Raise the limit with --max-iterations.");
            return await RunSession.For(result, host, home).FinishAsync(view.Id);
        });
        return command;
    }
}
