using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Files;

/// <summary>Evaluates a condition, so that people can try one before they put it into a file.</summary>
internal static class EvalCommand
{
    public static Command Create(CliHost host)
    {
        var expression = new Argument<string>("EXPRESSION") { Description = "Condition, as in stop-condition, if and repeat-while." };
        var context = CliCommand.Text(
            "--context", "FILE", "JSON file with the values: {\"metadata.accuracy\": 0.9} or {\"metadata\": {\"accuracy\": 0.9}}.");
        var command = new Command(
            "eval",
            """
            Evaluates a condition for the given values and prints {"value": ..., "met": true or false}.

            Exits with 2 and prints the reason if the condition cannot be evaluated.

            Example:
              gyre eval 'metadata.accuracy >= 0.97' --context values.json
            """)
        {
            expression, context,
        };
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var names = result.GetValue(context) is { } path ? await TextFiles.ReadObjectAsync(host, path, cancellationToken) : new MapValue([]);
            return Evaluate(host, result.GetRequiredValue(expression), names, CliCommand.IsJson(result));
        });
        return command;
    }

    private static int Evaluate(CliHost host, string text, MapValue names, bool json)
    {
        if (!Expression.TryParse(text, out var expression, out var error))
            return Refuse(host, text, error, json);
        Value? Find(string name) => Lookup(names, name);
        var outcome = expression.EvaluateValue(Find);
        if (outcome.Error is { } problem)
            return Refuse(host, text, problem, json);
        Shape.WriteTo(host.Out, Shape.Object(("value", outcome.Value!), ("met", Value.Of(expression.Evaluate(Find).IsMet))));
        return CliExitCodes.Done;
    }

    private static int Refuse(CliHost host, string text, ExpressionError error, bool json)
    {
        var kind = Shown.Word(error.Kind);
        if (json)
            Shape.WriteTo(host.Out, Shape.Object(("error", Shape.Object(("kind", Value.Of(kind)), ("message", Value.Of(error.Message)), ("position", Value.Of(error.Position))))));
        host.Say($"error expression.{kind}: {Shown.Clean(error.Message)}");
        var start = Math.Clamp(error.Position - 60, 0, text.Length);
        var end = Math.Clamp(error.Position + 60, 0, text.Length);
        host.Say($"  {Shown.Clean(text[start..end])}");
        host.Say($"  {new string(' ', Math.Max(0, error.Position - start))}^");
        return CliExitCodes.BadInput;
    }

    /// <summary>The whole dotted name first, then part by part through nested objects.</summary>
    private static Value? Lookup(MapValue names, string name)
    {
        if (names.Find(name) is { } found)
            return found;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (names.Find(name[..dot]) is MapValue inner && Lookup(inner, name[(dot + 1)..]) is { } value)
                return value;
        }
        return null;
    }
}
