using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>Asks the model of a deployment.</summary>
internal static class PredictCommand
{
    private const int MaxBytes = 100_000_000;

    public static Command Create(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var rows = CliCommand.Text("--rows", "JSON", "Rows: a JSON list of lists, objects or values.");
        var file = new Option<FileInfo?>("--file")
        {
            Description = "JSON file with the rows, or with an object that has 'instances' or 'inputs'.",
            HelpName = "FILE",
        };
        var command = new Command(
            "predict",
            """
            Asks the model of a deployment about rows.

            Example:
              gyre predict flowers --rows "[[5.1, 3.5, 1.4, 0.2]]"
              gyre predict flowers --file rows.json --format json
            """)
        {
            name, rows, file,
        };
        DeploymentOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var text = (result.GetValue(rows), result.GetValue(file)) switch
            {
                ({ } given, null) => given,
                (null, { } path) => await ReadAsync(host, path, cancellationToken),
                _ => throw new InvalidInputException("predict.what", "Exactly one of --rows and --file is required.", "Add one of them."),
            };
            var request = RequestOf(text);
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            Print(result, host, await desk.PredictAsync(result.GetRequiredValue(name), request, cancellationToken));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(ParseResult result, CliHost host, PredictionInfo answer)
    {
        if (CliCommand.IsJson(result))
            Shape.Print(host.Out, answer);
        else if (answer.Predictions is ListValue predictions)
        {
            foreach (var prediction in predictions.Items)
                host.Out.WriteLine(ValueJson.Write(prediction));
        }
        else
            host.Out.WriteLine(ValueJson.Write(answer.Outputs ?? Value.Null));
    }

    private static async Task<string> ReadAsync(CliHost host, FileInfo given, CancellationToken cancellationToken)
    {
        var file = new FileInfo(host.Resolve(given.ToString()));
        if (!file.Exists)
            throw new InvalidInputException("file.missing", $"The file '{given}' does not exist.", "Check the path of --file.");
        if (file.Length > MaxBytes)
            throw new InvalidInputException("file.large", $"The file '{given}' has more than {MaxBytes} bytes.",
                "Send fewer rows at a time.");
        return await File.ReadAllTextAsync(file.FullName, cancellationToken);
    }

    private static PredictRequest RequestOf(string text)
    {
        try
        {
            return ValueJson.Parse(text) switch
            {
                ListValue list => new PredictRequest { Instances = list },
                MapValue map when map.Find("instances") is ListValue list => new PredictRequest { Instances = list },
                MapValue map when map.Find("inputs") is { } inputs => new PredictRequest { Inputs = inputs },
                _ => throw Refuse("they are neither a list nor an object with 'instances' or 'inputs'"),
            };
        }
        catch (JsonException exception)
        {
            throw Refuse($"they are no JSON: {exception.Message.TrimEnd('.')}");
        }
    }

    private static InvalidInputException Refuse(string problem) =>
        new("predict.rows", $"The rows cannot be read: {problem}.", "Write a JSON list such as [[1, 2], [3, 4]].");
}
