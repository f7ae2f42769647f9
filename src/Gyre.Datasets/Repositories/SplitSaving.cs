using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Writing;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// Makes a split of what a query finds: <c>splits/NAME/experience_0/partition_0</c>, which every program reads. It appears whole in a
/// folder, or in a new version that has all files of the version that was asked.
/// </summary>
internal sealed class SplitSaving(DocumentQuery query, string name, MatchingPart part)
{
    /// <summary>Into a folder.</summary>
    public async Task<SavedSplit> IntoAsync(string folder, CancellationToken cancellationToken)
    {
        var examples = await DatasetExamples.OpenAsync(folder, cancellationToken);
        var split = await OfAsync(examples, cancellationToken);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        // Beside the dataset, so that nothing strange is in it when this is killed.
        var temporary = StagingFolder.Beside(target, $"{Path.GetRandomFileName()}.split");
        try
        {
            await FolderWriter.WriteSplitAsync(temporary, split, cancellationToken);
            Directory.CreateDirectory(Path.Join(target, SplitCheck.FolderName));
            Directory.Move(
                Path.Join(temporary, SplitCheck.FolderName, name), Path.Join(target, SplitCheck.FolderName, name));
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
        return new SavedSplit(split, null);
    }

    /// <summary>As a new version. Only the files of the split are sent where the place has the others.</summary>
    public async Task<SavedSplit> AsVersionAsync(
        IDatasetPlace place, DatasetManifest manifest, SelectOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-split-").FullName;
        try
        {
            var source = Path.Join(folder, "source");
            await new VersionPull(place, manifest, source, new PullOptions()).RunAsync(cancellationToken);
            var saved = await IntoAsync(source, cancellationToken);
            var pushed = await new FolderPush(
                place, source,
                new PushOptions
                {
                    Version = options.Version,
                    Description = options.Description ?? manifest.Version.Description,
                    Progress = options.Progress,
                    Source = QueryChoice.SourceOf(manifest.Version, query),
                },
                clock).RunAsync(cancellationToken);
            return saved with { Version = pushed.Version };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<DatasetSplit> OfAsync(DatasetExamples examples, CancellationToken cancellationToken)
    {
        QueryChoice.Check(query);
        if (!SafePath.TryParse(name, out var path, out var reason) || path.Segments.Length > 1 || name[0] == '.')
            throw new InvalidInputException(
                "dataset.write.split-name", $"'{name}' cannot be the name of a split{(reason is null ? "" : $": {reason}")}.",
                "Use letters, digits, '.', '_' and '-'.");
        if (examples.Splits.Any(split => split.Name == name))
            throw new InvalidInputException(
                "dataset.split.exists", $"The dataset has a split '{name}' already.", "Choose another name, or remove its folder.");
        var matching = (await QueryChoice.RowsAsync(examples, query, cancellationToken)).ToHashSet();
        var (found, others) = (ImmutableArray.CreateBuilder<int>(), ImmutableArray.CreateBuilder<int>());
        await foreach (var example in examples.ReadAsync(null, cancellationToken))
            (matching.Contains((int)example.Index) ? found : others).Add((int)example.Index);
        if (others.Count == 0)
            throw new InvalidInputException(
                "dataset.query.all",
                string.Create(CultureInfo.InvariantCulture,
                    $"All {found.Count} examples match the query, so that nothing is left for the other part."),
                "Narrow the query.");
        var (test, training) = part == MatchingPart.Test ? (found, others) : (others, found);
        return new DatasetSplit(
            name, [new DatasetExperience([new DatasetPartition(training.ToImmutable(), test.ToImmutable(), [])])]);
    }
}
