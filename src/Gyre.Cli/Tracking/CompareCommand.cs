using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Shows params and metrics of runs side by side.</summary>
internal static class CompareCommand
{
    private const int MaxRuns = 1000;

    public static Command Create(CliHost host)
    {
        var runs = new Argument<string[]>("RUN") { Description = "Run ids, 2 to 1000.", Arity = new ArgumentArity(2, MaxRuns) };
        runs.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"Unknown option '{token.Value}'.");
        });
        var diff = CliCommand.Switch("--diff", "Show only rows in which the runs differ.");
        var command = new Command(
            "compare",
            """
            Compares params and metrics of runs side by side.

            Example:
              gyre tracking compare 0199c1f47c1e7b4a9d5e3f2a1b0c9d8e 0199c1f47c1e7b4a9d5e3f2a1b0c9d8f --diff
            """)
        {
            runs, diff,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var given = new List<string>();
            foreach (var text in result.GetRequiredValue(runs))
                given.Add(await RunNames.IdOfAsync(home.Tracking, text, cancellationToken));
            string[] ids = [.. given.Distinct(StringComparer.Ordinal)];
            var found = await home.Tracking.Runs.GetManyAsync(ids, cancellationToken);
            if (found.Length < ids.Length)
                throw RunNames.Missing(ids.Except(found.Select(run => run.Info.RunId), StringComparer.Ordinal).First());
            var rows = Rows(found).Where(row => !result.GetValue(diff) || row.Cells.Distinct().Count() > 1).ToList();
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(found, rows));
            else
                Print(host, found, rows);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<Row> Rows(IReadOnlyList<TrackingRun> runs) =>
    [
        .. Rows("param", runs, run => run.Params.Select(param => (param.Key, Value.Of(param.Value)))),
        .. Rows("metric", runs, run => run.Metrics.Select(metric => (metric.Key, Value.Of(metric.Point.Value)))),
    ];

    private static IEnumerable<Row> Rows(string kind, IReadOnlyList<TrackingRun> runs, Func<TrackingRun, IEnumerable<(string Key, Value Value)>> of)
    {
        var maps = runs.Select(run => of(run).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)).ToList();
        return maps.SelectMany(map => map.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => new Row(kind, key, [.. maps.Select(map => map.GetValueOrDefault(key))]));
    }

    private static MapValue Describe(IReadOnlyList<TrackingRun> runs, List<Row> rows) => Shape.Object(
        ("runs", Shape.List(runs, run => Shape.Object(("run_id", Value.Of(run.Info.RunId)), ("name", Value.Of(run.Info.Name))))),
        ("rows", Shape.List(rows, row => Shape.Object(("kind", Value.Of(row.Kind)), ("key", Value.Of(row.Key)), ("values", Shape.List(row.Cells, cell => cell ?? Value.Null))))));

    private static void Print(CliHost host, IReadOnlyList<TrackingRun> runs, List<Row> rows)
    {
        if (rows.Count == 0)
        {
            host.Say("The runs do not differ.");
            return;
        }
        var table = new ResultTable(["WHAT", "KEY", .. runs.Select(run => Shown.Short(Shown.Clean(run.Info.Name is { Length: > 0 } name ? name : run.Info.RunId), 24))]);
        foreach (var row in rows)
            table.Add([row.Kind, Shown.Clean(row.Key), .. row.Cells.Select(cell => cell is null ? "-" : Shown.Cell(cell))]);
        table.WriteTo(host);
    }

    private sealed record Row(string Kind, string Key, IReadOnlyList<Value?> Cells);
}
