using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Makes a version or a split of what a query finds.</summary>
internal sealed class QuerySaving
{
    private readonly Option<string?> _saveAs = CliCommand.Text(
        "--save-as", "NAME[@TAG]", "Make a version of the examples that match, in this dataset; TAG points to it.");

    private readonly Option<string?> _saveSplit = CliCommand.Text(
        "--save-split", "NAME", "Make a split of what matches and all other examples.");

    private readonly Option<string?> _into = CliCommand.Text(
        "--into", "DIR", "With --save-split: write it into this dataset folder, which SOURCE is.");

    private readonly Option<string?> _part = new("--part")
    {
        Description = "With --save-split: what the examples become that match. Default: test.",
        HelpName = "test|training",
    };

    public void AddTo(Command command, Option annotations, Option explain)
    {
        foreach (var option in new Option[] { _saveAs, _saveSplit, _into, _part })
            command.Options.Add(option);
        _part.AcceptOnlyFromAmong("test", "training");
        command.Validators.Add(result =>
        {
            bool Given(Option option) => CliCommand.IsGiven(result, option);
            if (Given(_saveAs) && Given(_saveSplit))
                result.AddError("Give either --save-as or --save-split.");
            if ((Given(_into) || Given(_part)) && !Given(_saveSplit))
                result.AddError("--into and --part belong to --save-split.");
            if ((Given(_saveAs) || Given(_saveSplit)) && (Given(annotations) || Given(explain)))
                result.AddError("--annotations and --explain cannot be combined with --save-as and --save-split.");
        });
    }

    /// <summary>Whether something is to be made.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(_saveAs) is not null || result.GetValue(_saveSplit) is not null;

    /// <summary>Makes it and says what.</summary>
    public Task<int> RunAsync(
        CliHost host, ParseResult result, DatasetPlaceOptions place, string source, VersionName? version, DocumentQuery query,
        CancellationToken cancellationToken)
    {
        if (result.GetValue(_into) is { } folder)
            return WriteAsync(host, result, source, folder, query, cancellationToken);
        if (version is null)
            throw new InvalidInputException(
                "dataset.query.folder", $"'{Shown.Clean(source)}' is not a version, and only versions can tell what was made of them.",
                result.GetValue(_saveSplit) is null
                    ? "Push the folder with 'gyre dataset push', and name the dataset."
                    : "Push the folder and name the dataset, or give --into with the folder.");
        return DatasetSource.ReadAsync(
            place, result, host, source,
            repository => result.GetValue(_saveAs) is { } name
                ? SelectAsync(host, result, repository, version, query, name, cancellationToken)
                : SplitAsync(host, result, repository, version, query, cancellationToken),
            cancellationToken);
    }

    private static async Task<int> SelectAsync(
        CliHost host, ParseResult result, OpenRepository repository, VersionName version, DocumentQuery query, string name,
        CancellationToken cancellationToken)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var (dataset, tag) = at < 0 ? (name, null) : (name[..at], name[(at + 1)..]);
        if (tag is not null)
            DatasetRepository.CheckTag(tag);
        var made = await new TransferDisplay(host, "Sent").ShowAsync(progress => repository.Datasets.SelectAsync(
            version.Dataset, version.Version, query, new SelectOptions { Dataset = dataset, Progress = progress }, cancellationToken));
        var found = made.Pushed.Version;
        if (tag is not null)
            found = await repository.Datasets.TagAsync(found.Dataset, found.Version, tag, cancellationToken);
        foreach (var split in made.LeftOut)
            host.Say(Shown.Clean(split));
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(
                ("version", RepositoryShapes.Of(found)), ("new", Value.Of(made.Pushed.IsNew)), ("matches", Value.Of(made.Matches)),
                ("leftOut", Shape.List(made.LeftOut, Value.Of))));
        else
            DatasetPushCommand.Print(result, host, made.Pushed with { Version = found });
        return CliExitCodes.Done;
    }

    private async Task<int> SplitAsync(
        CliHost host, ParseResult result, OpenRepository repository, VersionName version, DocumentQuery query,
        CancellationToken cancellationToken)
    {
        var made = await new TransferDisplay(host, "Sent").ShowAsync(progress => repository.Datasets.SaveSplitAsync(
            version.Dataset, version.Version, query, result.GetValue(_saveSplit)!, PartOf(result),
            new SelectOptions { Progress = progress }, cancellationToken));
        Print(host, result, made, made.Version!.Uri, null);
        return CliExitCodes.Done;
    }

    private async Task<int> WriteAsync(
        CliHost host, ParseResult result, string source, string folder, DocumentQuery query, CancellationToken cancellationToken)
    {
        if (Path.TrimEndingDirectorySeparator(host.Resolve(source)) != Path.TrimEndingDirectorySeparator(host.Resolve(folder)))
            throw new InvalidInputException(
                "dataset.query.into", "With --into the folder itself is asked, since a split consists of numbers of its rows.",
                $"Write '{Shown.Clean(folder)}' as SOURCE, too.");
        var made = await DatasetRepository.WriteSplitAsync(
            host.Resolve(folder), query, result.GetValue(_saveSplit)!, PartOf(result), cancellationToken);
        Print(host, result, made, folder, folder);
        return CliExitCodes.Done;
    }

    private MatchingPart PartOf(ParseResult result) => result.GetValue(_part) == "training" ? MatchingPart.Training : MatchingPart.Test;

    private static void Print(CliHost host, ParseResult result, SavedSplit made, string where, string? folder)
    {
        var partition = made.Split.Experiences[0].Partitions[0];
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, Shape.Object(
                ("split", Value.Of(made.Split.Name)), ("training", Value.Of((long)partition.Training.Length)),
                ("test", Value.Of((long)partition.Test.Length)),
                ("version", made.Version is { } version ? RepositoryShapes.Of(version) : Value.Null), ("folder", Shape.Text(folder))));
            return;
        }
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Split '{Shown.Clean(made.Split.Name)}' is in {Shown.Clean(where)}  ({partition.Training.Length:#,0} examples for training, "
                + $"{partition.Test.Length:#,0} for testing)"));
    }
}
