using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Learn;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Projects;

namespace Gyre.Cli.Deployments;

/// <summary>Writes a log to a file, or keeps it as a version of a dataset.</summary>
internal sealed class ExportDecisionsCommand(CliHost host)
{
    private readonly Argument<string> _name = DeploymentOptions.Name();
    private readonly Option<string?> _output = CliCommand.Text(
        "--output", "FILE|DIR", "File to write, or a folder for 'log.csv', 'log.jsonl' or 'log.parquet'.");

    private readonly Option<string?> _dataset = CliCommand.Text(
        "--dataset", "NAME", "Keep the log as a version of this dataset instead of writing a file.");

    private readonly Option<string?> _project = CliCommand.Text(
        "--project", "NAME", "Project of the dataset. Default: the project in the current folder.");

    private readonly Option<string?> _datasetVersion = CliCommand.Text(
        "--dataset-version", "NAME", "Name of the new version. Default: the last decision and the content.");

    private readonly Option<string?> _as = CliCommand.Text(
        "--as", "csv|jsonl|parquet", "Form of the log. Default: what the name of the file ends with, otherwise csv.");

    private readonly Option<string?> _outcome = CliCommand.Text("--outcome", "joined|defaulted", "Only decisions with this outcome.");
    private readonly Option<string?> _arm = CliCommand.Text("--arm", "NAME", "Only decisions with this arm.");
    private readonly Option<string?> _version = CliCommand.Text("--version", "N", "Only decisions by this version.");
    private readonly Option<string?> _from = CliCommand.Text(
        "--from", "TIME", "Only decisions made at this time or later. UTC unless it has an offset.");
    private readonly Option<string?> _to = CliCommand.Text(
        "--to", "TIME", "Only decisions made before this time. UTC unless it has an offset.");

    public Command Create()
    {
        var command = new Command(
            "export",
            """
            Exports decisions with their final rewards, as they are at one moment, for 'gyre bandit train'.

            Example:
              gyre decisions export shop --output log.csv
              gyre decisions export shop --from 2026-03-01 --output log.parquet
              gyre decisions export shop --dataset shop-log --project shop
            """)
        {
            _name, _output, _dataset, _project, _datasetVersion, _as, _outcome, _arm, _version, _from, _to,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (output, dataset) = (result.GetValue(_output), result.GetValue(_dataset));
        if (output is null == dataset is null)
        {
            throw new InvalidInputException(
                "export.target", output is null ? "Nothing says where the log should go." : "Both --output and --dataset are given.",
                "Use either --output FILE or --dataset NAME.");
        }
        await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
        if (output is not null)
            await WriteAsync(result, desk, output, cancellationToken);
        else
            await KeepAsync(result, desk, dataset!, cancellationToken);
        return CliExitCodes.Done;
    }

    private async Task WriteAsync(ParseResult result, IDeploymentDesk desk, string output, CancellationToken cancellationToken)
    {
        var path = host.Resolve(output);
        var isFolder = Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
        var form = FormOf(result) ?? (isFolder ? null : ExportFile.FormatOf(path)) ?? ExportFormat.Csv;
        var file = new FileInfo(isFolder ? Path.Join(path, ExportFile.NameOf(form)) : path);
        var rows = (long?)null;
        await LearnAction.WriteAsync(file, async stream => rows = await desk.CopyLogAsync(
            result.GetRequiredValue(_name), QueryOf(result), form, stream, cancellationToken));
        if (CliCommand.IsJson(result))
            Shape.WriteTo(
                host.Out, Shape.Object(("rows", rows is { } count ? Value.Of(count) : Value.Null), ("file", Value.Of(file.FullName))));
        else
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {rows} decisions to {file.FullName}."));
    }

    private async Task KeepAsync(ParseResult result, IDeploymentDesk desk, string dataset, CancellationToken cancellationToken)
    {
        var query = QueryOf(result);
        var export = await desk.KeepLogAsync(
            result.GetRequiredValue(_name),
            new ExportDecisionsRequest
            {
                Project = result.GetValue(_project) ?? ProjectHere(),
                Dataset = dataset,
                DatasetVersion = result.GetValue(_datasetVersion),
                Format = FormOf(result) is { } form ? KebabCase.Of(form) : null,
                Outcome = query.Outcome,
                Arm = query.Arm,
                Version = query.Version,
                From = query.From,
                To = query.To,
            },
            cancellationToken);
        if (CliCommand.IsJson(result))
        {
            Shape.Print(host.Out, export);
            return;
        }
        var rows = (export.Origin as MapValue)?.Find("rows");
        host.Out.WriteLine(
            $"{Shown.Clean(export.Uri)}  ({rows} decisions of '{export.Deployment}', project {Shown.Clean(export.Project)})");
        if (!export.IsNew)
            host.Say("The same decisions were exported before.");
    }

    /// <summary>As runs name it: by its folder.</summary>
    private string ProjectHere() => ProjectFile.Find(host.Resolve(".")) is not null
        ? new DirectoryInfo(host.Resolve(".")).Name
        : throw new InvalidInputException(
            "export.project", "There is no project in the current folder.", "Name the project of the dataset with --project NAME.");

    private LogQuery QueryOf(ParseResult result) => new()
    {
        Outcome = result.GetValue(_outcome),
        Arm = result.GetValue(_arm),
        Version = result.GetValue(_version) is { } version ? Whole(version) : null,
        From = Time(result.GetValue(_from), "--from"),
        To = Time(result.GetValue(_to), "--to"),
    };

    private ExportFormat? FormOf(ParseResult result)
    {
        if (result.GetValue(_as) is not { } text)
            return null;
        foreach (var form in Enum.GetValues<ExportFormat>())
        {
            if (KebabCase.Of(form) == text)
                return form;
        }
        throw new InvalidInputException(
            "export.form", $"'{Shown.Short(text, 40)}' is not a valid form of a log.", "Use csv, jsonl or parquet.");
    }

    private static long Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidInputException(
            "option.number", $"'{Shown.Short(text, 40)}' is not a valid value for --version.", "Use the number of a version.");

    private static DateTimeOffset? Time(string? text, string option)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new InvalidInputException(
                "option.time", $"'{Shown.Short(text, 40)}' is not a valid time for {option}.", "Use 2026-03-01 or 2026-03-01T06:00:00Z.");
    }
}
