using System.Security.Cryptography;
using System.Text;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>What every <see cref="IForeignStore"/> promises.</summary>
public abstract class ForeignStoreConformance : IDisposable
{
    private const string Nobody = "99999999999999999999999999999999";
    private readonly TemporaryFolder _here = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string Here => _here.Path;

    /// <summary>A store of this kind that holds the sample.</summary>
    private protected abstract Task<IForeignStore> OpenAsync(SampleStore sample);

    /// <summary>Changes the sample into what a store of this kind can tell of it.</summary>
    private protected virtual void Reduce(SampleStore sample)
    {
    }

    public void Dispose()
    {
        _here.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Everything_is_told_as_it_is_and_as_often_as_it_is_asked_for()
    {
        var sample = new SampleStore();
        await using var store = await OpenAsync(sample);
        Reduce(sample);
        var expected = await StoreText.AllAsync(sample);
        (await StoreText.AllAsync(store)).ShouldBe(expected);
        (await StoreText.AllAsync(store)).ShouldBe(expected);
        store.Remarks.Kept.ShouldBeEmpty();
        store.Description.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_store_without_anything_tells_nothing()
    {
        await using var store = await OpenAsync(Empty());
        (await StoreText.ListAsync(store.ExperimentsAsync(Token))).ShouldBeEmpty();
        (await StoreText.ListAsync(store.RegisteredModelsAsync(Token))).ShouldBeEmpty();
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_what_is_not_there_nothing_is_told()
    {
        await using var store = await OpenAsync(new SampleStore());
        var experiment = new ForeignExperiment { Id = "77", Name = "nobody" };
        var run = new ForeignRun { Id = Nobody, ExperimentId = "77", ArtifactUri = $"mlflow-artifacts:/77/{Nobody}/artifacts" };
        (await StoreText.ListAsync(store.RunsAsync(experiment, Token))).ShouldBeEmpty();
        (await StoreText.ListAsync(store.LoggedModelsAsync(experiment, Token))).ShouldBeEmpty();
        (await StoreText.ListAsync(store.HistoryAsync(run, "none", Token))).ShouldBeEmpty();
        (await StoreText.ListAsync(store.FilesAsync(run, Token))).ShouldBeEmpty();
        (await StoreText.ListAsync(store.VersionsAsync(new ForeignRegisteredModel { Name = "nobody" }, Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_that_look_like_something_else_stay_texts()
    {
        var sample = new SampleStore();
        var texts = SampleStore.Map(
            ("null", "null"), ("true", "true"), ("1e5", "1e5"), ("~", "~"), ("'", "'; DROP TABLE runs; --"), ("%2e%2e", "%00"), ("b{0}", "{0}"), ("<script>", "<b>&amp;"), ("long", new string('x', 6000)));
        sample.Runs[1] = sample.Runs[1] with { Params = texts, Tags = texts };
        await using var store = await OpenAsync(sample);
        var run = (await StoreText.ListAsync(store.RunsAsync(sample.Experiments[1], Token)))[1];
        run.Params.ShouldBe(texts);
        run.Tags.ShouldBe(texts);
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_runs_keys_and_versions_are_all_told_once()
    {
        var sample = new SampleStore();
        var many = SampleStore.Map([.. Enumerable.Range(0, 300).Select(number => ($"key-{number:D3}", $"{number}"))]);
        sample.Runs.AddRange(Enumerable.Range(0, 150).Select(number => Small($"{number:D32}", many)));
        sample.Versions.AddRange(Enumerable.Range(4, 50).Select(number => sample.Versions[0] with { Version = number }));
        await using var store = await OpenAsync(sample);
        var runs = await StoreText.ListAsync(store.RunsAsync(sample.Experiments[0], Token));
        runs.Select(run => run.Id).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 150).Select(number => $"{number:D32}"));
        runs.ShouldAllBe(run => run.Params.Count == 300 && run.Params["key-299"] == "299");
        (await StoreText.ListAsync(store.VersionsAsync(sample.Registered[0], Token))).Select(version => version.Version).ShouldBe([1, .. Enumerable.Range(3, 51)]);
    }

    [Fact]
    public async Task A_large_file_comes_whole_again_and_again_and_side_by_side()
    {
        var sample = new SampleStore();
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(number => $"{number:D9} "));
        sample.Files[sample.Runs[1].Id] = [("large", text)];
        await using var store = await OpenAsync(sample);
        var file = (await StoreText.ListAsync(store.FilesAsync(sample.Runs[1], Token))).ShouldHaveSingleItem();
        file.Path.ToString().ShouldBe("large");
        file.SizeInBytes.ShouldBe(text.Length);
        var digests = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var content = await file.OpenAsync(Token);
            return Convert.ToHexString(await SHA256.HashDataAsync(content, Token));
        }));
        digests.ShouldAllBe(digest => digest == Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_tells_nothing()
    {
        var sample = new SampleStore();
        await using var store = await OpenAsync(sample);
        var file = (await StoreText.ListAsync(store.FilesAsync(sample.Runs[0], Token)))[0];
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var token = cancelled.Token;
        await ThrowsAsync(store.ExperimentsAsync(token));
        await ThrowsAsync(store.RunsAsync(sample.Experiments[1], token));
        await ThrowsAsync(store.RunsAsync(new ForeignExperiment { Id = "77", Name = "nobody" }, token));
        await ThrowsAsync(store.HistoryAsync(sample.Runs[0], "loss", token));
        await ThrowsAsync(store.FilesAsync(sample.Runs[0], token));
        await ThrowsAsync(store.LoggedModelsAsync(sample.Experiments[1], token));
        await ThrowsAsync(store.FilesAsync(sample.Models[0], token));
        await ThrowsAsync(store.RegisteredModelsAsync(token));
        await ThrowsAsync(store.VersionsAsync(sample.Registered[0], token));
        await Should.ThrowAsync<OperationCanceledException>(() => file.OpenAsync(token));
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_cancelled_in_the_middle_ends_there_and_can_be_read_again()
    {
        var sample = new SampleStore();
        await using var store = await OpenAsync(sample);
        using var source = new CancellationTokenSource();
        var told = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in store.HistoryAsync(sample.Runs[0], "val/acc", source.Token))
            {
                if (++told == 100)
                    await source.CancelAsync();
            }
        });
        told.ShouldBe(100);
        (await StoreText.ListAsync(store.HistoryAsync(sample.Runs[0], "val/acc", Token))).Count.ShouldBe(12_000);
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_the_store_usable_and_it_may_be_closed_twice()
    {
        var sample = new SampleStore();
        var store = await OpenAsync(sample);
        await foreach (var _ in store.HistoryAsync(sample.Runs[0], "val/acc", Token))
            break;
        (await StoreText.ListAsync(store.HistoryAsync(sample.Runs[0], "val/acc", Token))).Count.ShouldBe(12_000);
        await store.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task An_import_that_is_cancelled_anywhere_is_completed_by_the_next_as_if_nothing_had_been()
    {
        await using var world = new ImportWorld();
        var sample = new SampleStore();
        sample.Histories["val/acc"] = [.. sample.Histories["val/acc"].Take(30)];
        await using var store = await OpenAsync(sample);
        var counting = new CancellingStore(store, int.MaxValue, new CancellationTokenSource());
        await world.ImportAsync("whole", counting, Token);
        var expected = await world.TextAsync("whole");
        for (var at = 1; at <= counting.Told; at += 5)
        {
            var name = $"cut-{at}";
            using var source = new CancellationTokenSource();
            await Should.ThrowAsync<OperationCanceledException>(() => world.ImportAsync(name, new CancellingStore(store, at, source), source.Token));
            await world.ShouldHoldNothingHalfAsync(name, sample);
            await world.ImportAsync(name, store, Token);
            (await world.TextAsync(name)).ShouldBe(expected, $"cancelled at {at} of {counting.Told}");
        }
    }

    [Fact]
    public async Task An_export_that_is_cancelled_leaves_nothing_and_can_be_repeated()
    {
        var sample = new SampleStore();
        await using var store = await OpenAsync(sample);
        var counting = new CancellingStore(store, int.MaxValue, new CancellationTokenSource());
        await FolderExport.WriteAsync(counting, Path.Join(Here, "whole"), new FolderExportOptions { ArtifactRoot = "mlflow-artifacts:" }, Token);
        var places = new[] { 1, 2, 5, 8, 20, 5000, counting.Told - 6, counting.Told - 2 };
        var target = Path.Join(Here, "target");
        foreach (var at in places)
        {
            using var source = new CancellationTokenSource();
            await Should.ThrowAsync<OperationCanceledException>(() =>
                FolderExport.WriteAsync(new CancellingStore(store, at, source), target, new FolderExportOptions { ArtifactRoot = "mlflow-artifacts:" }, source.Token));
            Directory.Exists(target).ShouldBeFalse($"cancelled at {at} of {counting.Told}");
        }
        await FolderExport.WriteAsync(store, target, new FolderExportOptions { ArtifactRoot = "mlflow-artifacts:" }, Token);
        await using var written = ForeignStores.Open(target, new ForeignStoreOptions());
        await using var whole = ForeignStores.Open(Path.Join(Here, "whole"), new ForeignStoreOptions());
        (await StoreText.AllAsync(written)).ShouldBe(await StoreText.AllAsync(whole));
    }

    private static async Task ThrowsAsync<T>(IAsyncEnumerable<T> items) => await Should.ThrowAsync<OperationCanceledException>(() => StoreText.ListAsync(items));

    private static ForeignRun Small(string id, IReadOnlyDictionary<string, string> values) =>
        new() { Id = id, ExperimentId = "0", Name = "small", Params = values, ArtifactUri = $"mlflow-artifacts:/0/{id}/artifacts" };

    private static SampleStore Empty()
    {
        var empty = new SampleStore();
        empty.Experiments.Clear();
        empty.Runs.Clear();
        empty.Models.Clear();
        empty.Registered.Clear();
        empty.Versions.Clear();
        return empty;
    }
}
