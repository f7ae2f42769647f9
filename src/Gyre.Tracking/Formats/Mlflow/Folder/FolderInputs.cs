namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>What a run used and made: <c>inputs/ID/meta.yaml</c> and <c>outputs/ID/meta.yaml</c>, the datasets beside the runs.</summary>
internal sealed class FolderInputs(ForeignFolder folder)
{
    public IReadOnlyList<ForeignDatasetInput> Datasets(string experimentFolder, string runFolder) =>
        [.. Inputs(runFolder, "inputs", "DATASET").Select(input => Dataset(experimentFolder, input.Folder, input.Meta)).OfType<ForeignDatasetInput>()];

    public IReadOnlyList<string> Models(string runFolder) =>
        [.. Inputs(runFolder, "inputs", "MODEL").Select(input => folder.Try(input.Folder, () => IdOf(input.Meta))).OfType<string>()];

    public IReadOnlyList<ForeignModelOutput> Outputs(string runFolder) =>
        [.. Inputs(runFolder, "outputs", "RUN_OUTPUT").Select(output => folder.Try(output.Folder, () => Output(output.Meta))).OfType<ForeignModelOutput>()];

    private static ForeignModelOutput Output(MetaMap meta)
    {
        // The model stands in both places, by an accident of that world's that readers rely on.
        var id = meta.Text("source_id") ?? meta.Text("destination_id");
        return ForeignNames.IsId(id) ? new ForeignModelOutput(id!, meta.Number("step") ?? 0) : throw new BadFileException("it does not name a model", meta.LineOf("source_id"));
    }

    private IEnumerable<(string Folder, MetaMap Meta)> Inputs(string runFolder, string kind, string sourceType)
    {
        foreach (var entry in folder.Folders(Path.Join(runFolder, kind)).Take(ForeignLimits.MaxKeys))
        {
            if (folder.TryReadMeta(entry.FullName) is { } meta && folder.Try(entry.FullName, () => meta.Text("source_type") ?? "") == sourceType)
                yield return (entry.FullName, meta);
        }
    }

    private ForeignDatasetInput? Dataset(string experimentFolder, string inputFolder, MetaMap input)
    {
        if (folder.Try(inputFolder, () => IdOf(input)) is not { } id || folder.Try(inputFolder, () => input.Texts("tags")) is not { } tags)
            return null;
        var datasetFolder = Path.Join(experimentFolder, "datasets", id);
        return folder.TryReadMeta(datasetFolder) is { } meta ? folder.Try(datasetFolder, () => Read(meta, tags)) : null;
    }

    private static string IdOf(MetaMap input) =>
        input.Text("source_id") is { } id && ForeignNames.IsId(id) ? id : throw new BadFileException(
            "it does not name the dataset that was used", input.LineOf("source_id"));

    private static ForeignDatasetInput Read(MetaMap meta, IReadOnlyDictionary<string, string> tags) => new(
        meta.Text("name") ?? "", meta.Text("digest") ?? "", meta.Text("source_type") ?? "", meta.Text("source") ?? "", meta.Text("schema"), meta.Text("profile"), tags);
}
