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
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var node = CliCommand.Word("NODE", "Path of the node run.");
        var comment = CliCommand.Text("--comment", "TEXT", "Comment to record with the answer.");
        var command = new Command(
            verb,
            $"""
            {(approved ? "Approves a node that is waiting for approval." : "Rejects a node that is waiting for approval; the run stops.")}

            The process that executes the run continues by itself. If none does, use 'gyre resume'.

            Example:
              gyre {verb} last deploy --as maria --comment 'looked at the confusion matrix'
            """)
        {
            run, node, comment,
        };
        AnswerName.AddTo(command);
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var waiting = await Ids.NodeAsync(home, view.Id, result.GetRequiredValue(node), cancellationToken);
            var decision = new ApprovalDecision(approved, AnswerName.Of(result) ?? "", result.GetValue(comment));
            if (!await home.Runs.DecideApprovalAsync(view.Id, waiting.Path, decision, cancellationToken))
                throw new InvalidInputException(
                    "approval.none", $"'{waiting.Path}' is not waiting for approval; it is {Shown.Word(waiting.State)}.");
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("run_id", Value.Of(view.Id.ToString())), ("name", Value.Of(waiting.Path)),
                    ("approved", Value.Of(approved)), ("by", Shape.Text(AnswerName.Of(result)))));
            else
                host.Out.WriteLine($"{Shown.Clean(waiting.Path)} {(approved ? "approved" : "refused")}");
            return CliExitCodes.Done;
        });
        return command;
    }
}
