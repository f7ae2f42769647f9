using System.Text;
using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>A store in memory with one of everything, and with texts that are hard to write.</summary>
internal sealed class SampleStore : IForeignStore
{
    public const string RunId = "0123456789abcdef0123456789abcdef";
    public const string ModelId = "m-0123456789abcdef0123456789abcdef";

    public string Description => "sample";

    public RemarkList Remarks { get; } = new();

    public List<ForeignExperiment> Experiments { get; } =
    [
        new() { Id = "0", Name = "Default", CreatedAt = 1, UpdatedAt = 1, ArtifactLocation = "mlflow-artifacts:/0" },
        new() { Id = "12", Name = "yes: # 'no' \"x\" \\ é \u2028\n\tend", CreatedAt = 1_700_000_000_000, UpdatedAt = 2, ArtifactLocation = "mlflow-artifacts:/12", Tags = Map(("a/b", "1\r\n2"), ("c", "")) },
        new() { Id = "13", Name = "2024-01-02", IsDeleted = true, CreatedAt = 3, UpdatedAt = 4, ArtifactLocation = "mlflow-artifacts:/13", Tags = Map(("t", "on")) },
    ];

    public List<ForeignRun> Runs { get; } =
    [
        new()
        {
            Id = RunId, ExperimentId = "12", Name = "1e5", UserId = "null", Status = ForeignRunStatus.Killed, StartTime = 10, EndTime = 20, IsDeleted = true, DeletedAt = 30,
            ArtifactUri = $"mlflow-artifacts:/12/{RunId}/artifacts",
            Params = Map(("lr", "0.1"), ("aux", " spaces "), ("n/m", "line\nline\n")), Tags = Map(("mlflow.runName", "1e5"), ("note", "\ufefféü\U0001F600")),
            Metrics = new Dictionary<string, MetricPoint?>(StringComparer.Ordinal) { ["a b"] = null, ["loss"] = null, ["val/acc"] = null },
            DatasetInputs = [new("iris", "d1", "local", "{\"uri\": \"x\"}", "{}", null, Map(("mlflow.data.context", "training")))],
            ModelInputs = [ModelId], ModelOutputs = [new(ModelId, -3)],
        },
        new() { Id = "fedcba9876543210fedcba9876543210", ExperimentId = "12", Name = "", StartTime = 11, ArtifactUri = "mlflow-artifacts:/12/fedcba9876543210fedcba9876543210/artifacts" },
        new() { Id = "11111111111111111111111111111111", ExperimentId = "13", Name = "x", Status = ForeignRunStatus.Failed, StartTime = 0, EndTime = 0, ArtifactUri = "mlflow-artifacts:/13/11111111111111111111111111111111/artifacts" },
    ];

    public Dictionary<string, MetricPoint[]> Histories { get; } = new(StringComparer.Ordinal)
    {
        ["a b"] = [new(5, 0, double.PositiveInfinity), new(6, 1, double.NaN), new(7, 2, double.NegativeInfinity)],
        ["loss"] = [new(5, -1, 1e-17), new(5, 0, 0.1 + 0.2), new(4, 0, double.MaxValue), new(4, 0, -0.0)],
        ["val/acc"] = [.. Enumerable.Range(0, 12_000).Select(step => new MetricPoint(step, step, step / 3.0))],
    };

    public List<ForeignLoggedModel> Models { get; } =
    [
        new()
        {
            Id = ModelId, ExperimentId = "12", Name = "model", ModelType = "", SourceRunId = RunId, Status = ForeignModelStatus.Ready, CreatedAt = 40, UpdatedAt = 41,
            ArtifactLocation = $"mlflow-artifacts:/12/models/{ModelId}/artifacts", Params = Map(("p", "1")), Tags = Map(("k", "v")),
            Metrics = [new("acc", new MetricPoint(1, 2, 0.5), RunId, "iris", "d1"), new("acc", new MetricPoint(2, 3, 0.6), RunId, null, null)],
        },
    ];

    public List<ForeignRegisteredModel> Registered { get; } =
    [
        new() { Name = "classifier one", Description = "a: b\n", CreatedAt = 50, UpdatedAt = 51, Tags = Map(("owner", "me")), Aliases = new Dictionary<string, int> { ["champion"] = 3 } },
    ];

    public List<ForeignModelVersion> Versions { get; } =
    [
        new() { Name = "classifier one", Version = 1, Description = "", Source = $"mlflow-artifacts:/12/{RunId}/artifacts/m", StorageLocation = $"mlflow-artifacts:/12/{RunId}/artifacts/m", RunId = RunId, CreatedAt = 52, UpdatedAt = 53 },
        new() { Name = "classifier one", Version = 3, Stage = "Production", Source = $"models:/{ModelId}", StorageLocation = $"mlflow-artifacts:/12/models/{ModelId}/artifacts", ModelId = ModelId, CreatedAt = 54, UpdatedAt = 55, Tags = Map(("t", "1")) },
    ];

    public Dictionary<string, (string Path, string Text)[]> Files { get; } = new(StringComparer.Ordinal)
    {
        [RunId] = [("a/b.txt", "text"), ("empty", ""), ("ü.json", "{}")],
        [ModelId] = [("MLmodel", "flavors: {}")],
    };

    /// <summary>Files of the first run that come after its others.</summary>
    public List<ForeignArtifactFile> Extra { get; } = [];

    public IAsyncEnumerable<ForeignExperiment> ExperimentsAsync(CancellationToken cancellationToken) => Streams.Of(Experiments, cancellationToken);

    public IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Streams.Of(Runs.Where(run => run.ExperimentId == experiment.Id), cancellationToken);

    public IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, CancellationToken cancellationToken) => Streams.Of(Histories.GetValueOrDefault(key, []), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) => FilesOf(run.Id, cancellationToken);

    public IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Streams.Of(Models.Where(model => model.ExperimentId == experiment.Id), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) => FilesOf(model.Id, cancellationToken);

    public IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken) => Streams.Of(Registered, cancellationToken);

    public IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) =>
        Streams.Of(Versions.Where(version => version.Name == model.Name), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static SortedDictionary<string, string> Map(params (string Key, string Value)[] pairs) =>
        new(pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    private IAsyncEnumerable<ForeignArtifactFile> FilesOf(string id, CancellationToken cancellationToken) => Streams.Of(
        Files.GetValueOrDefault(id, []).Select(file => new ForeignArtifactFile(
            SafePath.Parse(file.Path), file.Text.Length, _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(file.Text))))).Concat(id == RunId ? Extra : []),
        cancellationToken);
}
