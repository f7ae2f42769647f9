using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Logs params, metrics and tags to a tracking run.</summary>
internal static class LogCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Tracking run id.");
        var metrics = Pairs("--metric", "Metric as KEY=NUMBER. Repeatable.");
        var pars = Pairs("--param", "Param as KEY=VALUE. Fails if it is already set to a different value. Repeatable.");
        var tags = Pairs("--tag", "Tag as KEY=VALUE. Repeatable.");
        var step = new Option<long>("--step") { Description = "Step of the metrics. Default: 0.", HelpName = "N" };
        var command = new Command(
            "log",
            """
            Logs metrics, params and tags to a run. If one of them is not valid, nothing is logged.

            Example:
              gyre tracking log 0199c1f47c1e7b4a9d5e3f2a1b0c9d8e --metric accuracy=0.93 --param depth=3 --tag checked=yes
            """)
        {
            run, metrics, pars, tags, step,
        };
        command.Validators.Add(result =>
        {
            if (!CliCommand.IsGiven(result, metrics) && !CliCommand.IsGiven(result, pars) && !CliCommand.IsGiven(result, tags))
                result.AddError("Specify at least one --metric, --param or --tag.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var at = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            var batch = new LogBatch
            {
                Metrics = [.. Read("--metric", result.GetValue(metrics)).Select(pair => new LoggedMetric(pair.Key, new MetricPoint(at, result.GetValue(step), Number(pair))))],
                Params = Read("--param", result.GetValue(pars)),
                Tags = Read("--tag", result.GetValue(tags)),
            };
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var found = await RunNames.FindAsync(home.Tracking, result.GetRequiredValue(run), cancellationToken);
            await home.Tracking.Runs.LogBatchAsync(found.Info.RunId, batch, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, TrackingShapes.Of(await home.Tracking.Runs.GetAsync(found.Info.RunId, cancellationToken)));
            else
                host.Out.WriteLine($"logged to {found.Info.RunId}");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Option<string[]> Pairs(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    private static Tag[] Read(string option, string[]? given) => [.. (given ?? []).Select(text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new Tag(text[..at], text[(at + 1)..])
        : throw new InvalidInputException(
            "log.syntax", $"'{Shown.Short(text, 100)}' is not a valid value for {option}.", $"Use {option} KEY=VALUE."))];

    private static double Number(Tag pair) => double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidInputException(
            "log.number",
            $"The value '{Shown.Short(pair.Value, 60)}' of metric '{Shown.Short(pair.Key, 60)}' is not a number.",
            "Use a number such as 0.93, 1e-3 or nan. For text, use --param or --tag.");
}
