using System.Security.Cryptography;
using System.Text;
using Gyre.Storage;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Stores of ours, by name, that imports go into.</summary>
internal sealed class ImportWorld : IAsyncDisposable
{
    private readonly Dictionary<string, TrackingPlace> _places = new(StringComparer.Ordinal);

    public async Task<TrackingPlace> PlaceAsync(string name) =>
        _places.TryGetValue(name, out var known) ? known : _places[name] = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);

    public async Task<ImportReport> ImportAsync(string name, IForeignStore source, CancellationToken cancellationToken) =>
        await new Importer(source, (await PlaceAsync(name)).Tracking.OpenImport()).RunAsync(cancellationToken);

    public async Task<string> TextAsync(string name)
    {
        await using var store = (await PlaceAsync(name)).Tracking.OpenExport([]);
        // Where the files are is this store's own business, and each has its own place.
        return (await StoreText.AllAsync(store)).Replace((await PlaceAsync(name)).Home, "HOME", StringComparison.Ordinal);
    }

    /// <summary>A run that shows its end is there whole, a file is there whole or not at all, and no upload left anything on the disk.</summary>
    public async Task ShouldHoldNothingHalfAsync(string name, SampleStore sample)
    {
        var cancel = TestContext.Current.CancellationToken;
        var place = await PlaceAsync(name);
        await using var store = place.Tracking.OpenExport([]);
        foreach (var experiment in await StoreText.ListAsync(store.ExperimentsAsync(cancel)))
        {
            foreach (var run in await StoreText.ListAsync(store.RunsAsync(experiment, cancel)))
            {
                var given = sample.Runs.Single(known => known.Id == run.Id);
                var whole = sample.Files.GetValueOrDefault(run.Id, []).ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
                var files = await StoreText.ListAsync(store.FilesAsync(run, cancel));
                foreach (var file in files)
                {
                    await using var content = await file.OpenAsync(cancel);
                    (await SHA256.HashDataAsync(content, cancel)).ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(whole[file.Path.ToString()])));
                }
                if (given.Status == ForeignRunStatus.Running || run.Status == ForeignRunStatus.Running)
                    continue;
                files.Count.ShouldBe(whole.Count);
                run.Params.Count.ShouldBe(given.Params.Count);
                run.Metrics.Count.ShouldBe(given.Metrics.Count);
                foreach (var key in run.Metrics.Keys)
                    (await StoreText.ListAsync(store.HistoryAsync(run, key, cancel))).Count.ShouldBe(sample.Histories[key].Distinct().Count());
            }
        }
        Directory.GetFiles(place.Home, "*", SearchOption.AllDirectories)
            .ShouldNotContain(path => path.IndexOf("/tmp/", place.Home.Length, StringComparison.Ordinal) >= 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places.Values)
            await place.DisposeAsync();
    }
}
