using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre answer</c>: answers a node that waits for something outside the engine.</summary>
internal static class AnswerCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var key = CliCommand.Word("KEY", "Key of the pending answer; usually the path of the node.");
        var document = CliCommand.Text(
            "--document", "JSON", "Answer as a JSON object with the fields that the node's kind expects. Default: {}.");
        var command = new Command(
            "answer",
            """
            Answers a node that is waiting for external input.

            The process that executes the run continues by itself. If none does, use 'gyre resume'. To approve or reject a node, use
            'gyre approve' and 'gyre refuse'.

            Example:
              gyre answer last review --as maria --document '{"stars": 4}'
            """)
        {
            run, key, document,
        };
        AnswerName.AddTo(command);
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var answer = Read(result.GetValue(document) ?? "{}");
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var (wanted, by) = (result.GetRequiredValue(key), AnswerName.Of(result));
            Check(await home.Runs.AnswerAsync(view.Id, wanted, answer, by ?? "", cancellationToken), wanted);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("run_id", Value.Of(view.Id.ToString())), ("key", Value.Of(wanted)),
                    ("by", Shape.Text(by))));
            else
                host.Out.WriteLine($"{Shown.Clean(wanted)} answered");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Read(string text)
    {
        try
        {
            return ValueJson.Parse(text) as MapValue
                ?? throw new InvalidInputException(
                    "answer.document", "The answer is not a JSON object.", "Use a JSON object, for example {\"key\": 1}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
                "answer.document", $"The answer is not valid JSON: {exception.Message}", "Use a JSON object, for example {\"key\": 1}.");
        }
    }

    private static void Check(AnswerOutcome outcome, string key)
    {
        if (outcome == AnswerOutcome.NotWaiting)
            throw new InvalidInputException("answer.none", $"No node of the run is waiting for an answer with the key '{key}'.",
                "Run 'gyre runs show' to see which nodes are waiting.");
        if (outcome == AnswerOutcome.AlreadyAnswered)
            throw new InvalidInputException("answer.given", $"'{key}' has already been answered.");
    }
}
