using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre approve</c> and <c>gyre refuse</c>: answers a node that waits for a person.</summary>
internal static class ApprovalCommand
{
    public static Command Create(CliHost host, bool approved)
    {
        var verb = approved ? "approve" : "refuse";
        var run = CliCommand.Word("RUN", "Id of the run, the beginning of it, or 'last'.");
        var node = CliCommand.Word("NODE", "Path of the node run.");
        var name = new Option<string>("--as") { Description = "Who answers; it is kept with the answer.", HelpName = "NAME", Required = true };
        var comment = CliCommand.Text("--comment", "TEXT", "Why.");
        var command = new Command(
            verb,
            $"""
            {(approved ? "Lets a node go on that waits for a person." : "Refuses a node that waits for a person; the run stops.")}

            Whoever carries the run out goes on by itself; when nobody does, 'gyre resume' does.

            Example:
              gyre {verb} last deploy --as maria --comment 'looked at the confusion matrix'
            """)
        {
            run, node, name, comment,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var waiting = await Ids.NodeAsync(home, view.Id, result.GetRequiredValue(node), cancellationToken);
            var decision = new ApprovalDecision(approved, result.GetRequiredValue(name), result.GetValue(comment));
            if (!await home.Runs.DecideApprovalAsync(view.Id, waiting.Path, decision, cancellationToken))
                throw new InvalidInputException("approval.none", $"'{waiting.Path}' does not wait for a person: it is {Shown.Word(waiting.State)}.");
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("run_id", Value.Of(view.Id.ToString())), ("name", Value.Of(waiting.Path)), ("approved", Value.Of(approved)), ("by", Value.Of(decision.By))));
            else
                host.Out.WriteLine($"{Shown.Clean(waiting.Path)} {(approved ? "approved" : "refused")}");
            return CliExitCodes.Done;
        });
        return command;
    }
}
