using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre diff</c>: what differs between two runs.</summary>
internal static class DiffCommand
{
    private const int MaxFiles = 8;

    public static Command Create(CliHost host)
    {
        var before = CliCommand.Word("BEFORE", "Run id, a unique prefix of it, or 'last'.");
        var after = CliCommand.Word("AFTER", "The run to compare it with.");
        var command = new Command(
            "diff",
            """
            Shows what differs between two runs: parameters, metrics, code by file and line, and inputs.

            Example:
              gyre diff 0199c1f4 last
            """)
        {
            before, after,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var first = await SideAsync(home, result.GetRequiredValue(before), cancellationToken);
            var second = await SideAsync(home, result.GetRequiredValue(after), cancellationToken);
            var code = await home.Runs.CompareCodeAsync(first.Run.Id, second.Run.Id, cancellationToken);
            var difference = RunDifference.Between(first, second);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(first, second, difference, code));
            else
                Print(
                    host, await home.Runs.ShortIdsAsync([first.Run.Id, second.Run.Id], cancellationToken), first.Run.Id, second.Run.Id,
                    difference, code);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<RunSide> SideAsync(IHome home, string id, CancellationToken cancellationToken)
    {
        var run = await Ids.RunAsync(home, id, cancellationToken);
        return new RunSide(run, await home.Runs.NodesAsync(run.Id, cancellationToken));
    }

    private static MapValue Describe(RunSide before, RunSide after, RunDifference difference, IReadOnlyList<CodeChange>? code) =>
        Shape.Object(
        ("before", RunOf(before.Run)),
        ("after", RunOf(after.Run)),
        ("parameters", Shape.List(difference.Parameters, Entry)),
        ("metrics", Shape.List(difference.Metrics, Entry)),
        ("code", code is null ? Value.Null : Shape.List(code, static change => Shape.Object(
            ("path", Value.Of(change.Path)), ("change", Value.Of(Shown.Word(change.Kind))), ("lines", Shape.Text(change.Lines))))),
        ("inputs", Shape.List(difference.Inputs, Entry)));

    private static MapValue RunOf(RunView run) => Shape.Object(
        ("run_id", Value.Of(run.Id.ToString())),
        ("project", Value.Of(run.Project)),
        ("pipeline", Value.Of(run.Pipeline)),
        ("state", Value.Of(Shown.Word(run.State))),
        ("revision", Shape.Text(run.Revision)));

    private static Value Entry(DifferingValue value) =>
        Shape.Object(("name", Value.Of(value.Name)), ("before", value.Before ?? Value.Null), ("after", value.After ?? Value.Null));

    private static void Print(
        CliHost host, IReadOnlyDictionary<RunId, string> ids, RunId before, RunId after, RunDifference difference,
        IReadOnlyList<CodeChange>? code)
    {
        if (code is null)
            host.Say("The code cannot be compared: the list of files of one of the runs is gone.");
        if (difference.IsEmpty && code is null or { Count: 0 })
        {
            host.Say("The runs do not differ in parameters, metrics, code or inputs.");
            return;
        }
        var table = new ResultTable("WHAT", "NAME", ids[before], ids[after]) { Drops = [] };
        foreach (var value in difference.Parameters)
            table.Add("parameter", Shown.Clean(value.Name), Cell(value.Before), Cell(value.After));
        foreach (var value in difference.Metrics)
            table.Add("metric", Shown.Clean(value.Name), Cell(value.Before), Cell(value.After));
        foreach (var change in code ?? [])
            table.Add("code", Shown.Clean(change.Path), "", change.Lines ?? Shown.Word(change.Kind));
        foreach (var value in difference.Inputs)
            table.Add("input", Shown.Clean(value.Name), Files(value.Before), Files(value.After));
        table.WriteTo(host);
    }

    private static string Cell(Value? value) => value is null or NullValue ? "-" : Shown.Cell(value);

    private static string Files(Value? files)
    {
        if (files is not ListValue list)
            return "-";
        var lines = list.Items.OfType<MapValue>().Take(MaxFiles).Select(static file => $"{file.Find("path")} {Digits(file)}");
        var more = list.Items.Length - MaxFiles;
        return string.Join('\n', more > 0 ? lines.Append($"and {more} more") : lines);
    }

    private static string Digits(MapValue file) =>
        file.Find("digest") is TextValue { Text: var text } && Digest.TryParse(text, out var digest) ? digest.Hex[..8] : "";
}
