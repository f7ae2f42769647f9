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
        var run = CliCommand.Word("RUN", "Id of the run, the beginning of it, or 'last'.");
        var key = CliCommand.Word("KEY", "The key under which the node waits; most nodes wait under their path.");
        var document = CliCommand.Text("--document", "JSON", "The answer: an object in the words of the node's kind. Default {}.");
        var name = new Option<string>("--as")
        {
            Description = "Who answers; it is kept with the answer.",
            HelpName = "NAME",
            Required = true,
        };
        var command = new Command(
            "answer",
            """
            Answers a node that waits for something outside the engine.

            Whoever carries the run out goes on by itself; when nobody does, 'gyre resume' does.
            To approve or refuse a node use 'gyre approve' and 'gyre refuse'.

            Example:
              gyre answer last review --as maria --document '{"stars": 4}'
            """)
        {
            run, key, document, name,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var answer = Read(result.GetValue(document) ?? "{}");
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var (wanted, by) = (result.GetRequiredValue(key), result.GetRequiredValue(name));
            Check(await home.Runs.AnswerAsync(view.Id, wanted, answer, by, cancellationToken), wanted);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("run_id", Value.Of(view.Id.ToString())), ("key", Value.Of(wanted)),
                    ("by", Value.Of(by))));
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
                ?? throw new InvalidInputException("answer.document", "The answer is not a JSON object.", "Write {\"key\": VALUE}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("answer.document", $"The answer is not JSON: {exception.Message}", "Write {\"key\": VALUE}.");
        }
    }

    private static void Check(AnswerOutcome outcome, string key)
    {
        if (outcome == AnswerOutcome.NotWaiting)
            throw new InvalidInputException("answer.none", $"No node of the run waits for an answer under the key '{key}'.",
                "See what waits with 'gyre runs show'.");
        if (outcome == AnswerOutcome.AlreadyAnswered)
            throw new InvalidInputException("answer.given", $"Somebody has answered '{key}' already.");
    }
}
