using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>Checks an experiment plan.</summary>
internal static class ExperimentValidateCommand
{
    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");
        var aliases = CliCommand.Text("--aliases", "FILE", "Lines such as 'my_pkg.MyModel: mlp': components in place of Python classes.");
        var command = new Command(
            "validate",
            """
            Checks an experiment plan: fields, values, classes and the parameters of splitters. Reports every problem at once.

            Classes must be built in, have an alias, or have Python source beside the plan, in the current folder or on
            PYTHONPATH. No Python is run. Exits with 2 if the plan is not valid. Warnings do not affect the exit code.

            Example:
              gyre experiment validate plans/digits
              gyre experiment validate plans/digits --aliases aliases.txt --format json
            """)
        {
            plan, aliases,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var name = result.GetValue(plan)!;
            var path = host.Resolve(name);
            var sources = new PythonSources(host, File.Exists(path) ? Path.GetDirectoryName(path)! : path);
            var language = new PlanLanguage
            {
                Aliases = await ClassAliases.ReadAsync(host, result.GetValue(aliases), cancellationToken),
                IsPythonClass = sources.Has,
            };
            var reading = await PlanFiles.ReadAsync(host, name, language, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Of(reading));
            else
                Print(host, name, reading);
            return reading.Plan is null ? CliExitCodes.BadInput : CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Of(PlanReading reading)
    {
        return Shape.Object(
            ("valid", Value.Of(reading.Plan is not null)), ("errors", Listed(Severity.Error)), ("warnings", Listed(Severity.Warning)),
            ("experiments", Shape.List(reading.Plan?.Experiments ?? [], static one => Shape.Object(
                ("name", Value.Of(one.Name)), ("datasets", Value.Of(one.Datasets.Length)), ("trials", Value.Of(one.Trials.Length)),
                ("experiences", Shape.Integer(one.Experiences)), ("partitions", Shape.Integer(one.Partitions)),
                ("runs", Shape.Integer(one.Runs)), ("candidates", Shape.Integer(one.Candidates)),
                ("inspect", Value.Of(one.Inspect)), ("max_workers", Value.Of(one.MaxWorkers))))));

        Value Listed(Severity severity) => Shape.List(reading.Diagnostics.Where(one => one.Severity == severity), Of);
    }

    private static MapValue Of(Diagnostic diagnostic) => Shape.Object(
        ("code", Value.Of(diagnostic.Code)), ("file", Shape.Text(diagnostic.File)), ("path", Value.Of(diagnostic.Path)),
        ("line", Value.Of(diagnostic.Line)), ("column", Value.Of(diagnostic.Column)),
        ("message", Value.Of(diagnostic.Remedy is { } remedy ? $"{diagnostic.Message} {remedy}" : diagnostic.Message)));

    private static void Print(CliHost host, string name, PlanReading reading)
    {
        foreach (var diagnostic in reading.Diagnostics)
            host.Say(Shown.Clean(diagnostic.ToString()));
        if (reading.Plan is not { } plan)
        {
            var errors = reading.Diagnostics.Count(static one => one.Severity == Severity.Error);
            host.Say($"{Shown.Clean(name)} is not valid: {errors} {(errors == 1 ? "error" : "errors")}.");
            return;
        }
        var isSearched = plan.Experiments.Any(static one => one.Candidates != 0);
        var table = new ResultTable(
            [
                "EXPERIMENT", "DATASETS", "TRIALS", "EXPERIENCES", "PARTITIONS", "RUNS",
                .. isSearched ? ["CANDIDATES"] : Array.Empty<string>(),
            ]);
        foreach (var one in plan.Experiments)
        {
            table.Add(
                [one.Name, Number(one.Datasets.Length), Number(one.Trials.Length), Number(one.Experiences), Number(one.Partitions),
                    Number(one.Runs), .. isSearched ? [Number(one.Candidates)] : Array.Empty<string>()]);
        }
        table.WriteTo(host);
        host.Out.WriteLine($"{Shown.Clean(name)} is valid.");
    }

    /// <summary>What the split's folder decides is not known here.</summary>
    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
