using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Cli.Learn;
using Gyre.Learning;

namespace Gyre.Cli.Labeling;

/// <summary>The functions of labelling and evaluation as commands: a JSON object in, a JSON object out.</summary>
internal static class CallCommands
{
    // The answer is for terminals and programs, never for a page.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>gyre label agreement</c>.</summary>
    public static Command Agreement() => Group(
        "label agreement",
        "agreement",
        """
        Measures how far people agree, who is right, and which labels are probably wrong.

        Example:
          gyre label agreement krippendorff-alpha --input ratings.json
        """);

    /// <summary><c>gyre label score</c>.</summary>
    public static Command Score() => Group(
        "label score",
        "score",
        """
        Scores and picks items by the strategies of active learning.

        Example:
          gyre label score k-center --input embeddings.json
        """);

    /// <summary><c>gyre evaluate</c>.</summary>
    public static Command Evaluate() => WithFormat(Group(
        "evaluate",
        "evaluate",
        """
        Judges predictions, and compares a new model with the current one.

        Example:
          gyre evaluate classification --input predictions.json
          gyre evaluate compare --input both.json --format json
        """));

    /// <summary><c>gyre stats</c>.</summary>
    public static Command Stats() => WithFormat(Group(
        "stats",
        "stats",
        """
        Tests two models on the same items, and gives intervals of shares.

        Example:
          gyre stats paired-tests --input outcomes.json
        """));

    private static Command WithFormat(Command command)
    {
        CliCommand.AddFormat(command);
        return command;
    }

    private static Command Group(string group, string name, string description)
    {
        var command = new Command(name, description);
        foreach (var call in LabelingCalls.All.Where(call => call.Group == group))
            command.Subcommands.Add(Create(call));
        return command;
    }

    private static Command Create(LabelingCall call)
    {
        var input = LearnOptions.RequiredFile("--input",
            "JSON file with one object; its fields are described in docs/reference/labeling-commands.md.");
        input.HelpName = "FILE";
        var command = new Command(
            call.Name,
            $"""
            {call.Summary}

            Example:
              gyre {call.Group} {call.Name} --input input.json
            """)
        {
            input,
        };
        LearnAction.Set(command, async (result, cancellationToken) =>
        {
            var file = LearnAction.Open(result.GetRequiredValue(input));
            await using var stream = file.Stream;
            var answer = await call.RunAsync(file, cancellationToken);
            var output = result.InvocationConfiguration.Output;
            if (CliCommand.IsJson(result))
                await output.WriteLineAsync(answer.ToJsonString(Plain));
            else
                Print(output, answer);
        });
        return command;
    }

    private static void Print(TextWriter output, JsonObject answer)
    {
        foreach (var (name, value) in answer)
        {
            var text = value is JsonValue one && one.TryGetValue<string>(out var words) ? words : value?.ToJsonString(Plain) ?? "undefined";
            output.WriteLine($"{name}: {text}");
        }
    }
}
