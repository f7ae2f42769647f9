using Gyre.Client.Logging;
using Gyre.Core;

namespace Gyre.Client.Tests;

/// <summary>What every <see cref="ITrackingStore"/> promises.</summary>
public abstract class TrackingStoreConformance
{
    private const string Nobody = "99999999999999999999999999999999";
    private const string Missing = "RESOURCE_DOES_NOT_EXIST";

    private int _key;

    private protected abstract ITrackingStore Store { get; }

    /// <summary>Everything that is stored, as one text.</summary>
    private protected abstract string Snapshot();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string NextKey => $"key-{++_key}";

    [Fact]
    public async Task An_experiment_is_created_once_found_by_name_and_id_and_listed()
    {
        (await Store.FindExperimentAsync("Größe: 'a' # b", Cancel)).ShouldBeNull();
        var id = (await Store.CreateExperimentAsync("Größe: 'a' # b", Cancel)).ShouldNotBeNull();
        (await Store.CreateExperimentAsync("Größe: 'a' # b", Cancel)).ShouldBeNull("the name is taken");
        await Store.SetExperimentTagAsync(id, "a/b", "two\nlines", Cancel);
        var found = (await Store.FindExperimentAsync("Größe: 'a' # b", Cancel)).ShouldNotBeNull();
        found.ExperimentId.ShouldBe(id);
        found.Tags["a/b"].ShouldBe("two\nlines");
        (await Store.GetExperimentAsync(id, Cancel)).ShouldNotBeNull().Name.ShouldBe("Größe: 'a' # b");
        (await ListAsync(Store.ListExperimentsAsync(TrackingView.Active, Cancel))).Select(experiment => experiment.ExperimentId).ShouldBe(["0", id], ignoreOrder: true);
        await Store.SetExperimentDeletedAsync(id, deleted: true, Cancel);
        (await Store.GetExperimentAsync(id, Cancel)).ShouldNotBeNull().IsDeleted.ShouldBeTrue();
        (await ListAsync(Store.ListExperimentsAsync(TrackingView.Active, Cancel))).Select(experiment => experiment.ExperimentId).ShouldBe(["0"]);
        await Store.SetExperimentDeletedAsync(id, deleted: false, Cancel);
        (await Store.GetExperimentAsync(id, Cancel)).ShouldNotBeNull().IsDeleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_missing_is_null_to_a_reader_and_an_error_to_a_writer()
    {
        (await Store.GetExperimentAsync("77", Cancel)).ShouldBeNull();
        (await Store.GetRunAsync(Nobody, Cancel)).ShouldBeNull();
        await MissingAsync(() => Store.CreateRunAsync(new NewRun("77", "x", "me", 1, []), NextKey, Cancel));
        await MissingAsync(() => Store.WriteBatchAsync(Nobody, Batch(LogItem.Param("p", "1")), NextKey, Cancel));
        await MissingAsync(() => Store.UpdateRunAsync(Nobody, new RunUpdate(TrackingStatus.Finished), NextKey, Cancel));
        await MissingAsync(() => Store.WriteInputAsync(Nobody, new RunInput(new TrackingDataset { Name = "d", Digest = "1" }, null), NextKey, Cancel));
        await MissingAsync(() => Store.SetRunDeletedAsync(Nobody, deleted: true, Cancel));
        await MissingAsync(() => Store.DeleteTagAsync(Nobody, "t", Cancel));
        await MissingAsync(() => Store.GetHistoryAsync(Nobody, "m", Cancel));
        await MissingAsync(() => Store.SetExperimentTagAsync("77", "k", "v", Cancel));
    }

    [Fact]
    public async Task A_run_keeps_what_is_written_to_it()
    {
        var run = await Store.CreateRunAsync(new NewRun("0", "first", "me", 1_700_000_000_000, [KeyValuePair.Create("given", "tag")]), NextKey, Cancel);
        await Store.WriteBatchAsync(
            run.RunId,
            Batch(
                LogItem.Param("lr", "0.1"), LogItem.Param("empty", ""), LogItem.Tag("note/x", "ü\u2028\n\tend"), LogItem.Metric("loss", 0.5, 1, 10), LogItem.Metric("loss", double.NaN, 2, 20),
                LogItem.Metric("loss", 1e-17, -3, 5)),
            NextKey, Cancel);
        await Store.UpdateRunAsync(run.RunId, new RunUpdate(TrackingStatus.Failed, 1_700_000_005_000, "renamed"), NextKey, Cancel);
        var read = (await Store.GetRunAsync(run.RunId, Cancel)).ShouldNotBeNull();
        (read.ExperimentId, read.Name, read.Status, read.IsDeleted).ShouldBe(("0", "renamed", TrackingStatus.Failed, false));
        (read.StartTime.ToUnixTimeMilliseconds(), read.EndTime?.ToUnixTimeMilliseconds()).ShouldBe((1_700_000_000_000, 1_700_000_005_000));
        read.Params.ShouldBe(new Dictionary<string, string> { ["lr"] = "0.1", ["empty"] = "" }, ignoreOrder: true);
        (read.Tags["given"], read.Tags["note/x"]).ShouldBe(("tag", "ü\u2028\n\tend"));
        var history = await Store.GetHistoryAsync(run.RunId, "loss", Cancel);
        history.Select(point => (point.Value, point.Step)).ShouldBe([(1e-17, -3), (0.5, 1), (double.NaN, 2)], ignoreOrder: true);
        (await Store.GetHistoryAsync(run.RunId, "none", Cancel)).ShouldBeEmpty();
        await Store.DeleteTagAsync(run.RunId, "given", Cancel);
        (await Store.GetRunAsync(run.RunId, Cancel))!.Tags.Keys.ShouldNotContain("given");
        await MissingAsync(() => Store.DeleteTagAsync(run.RunId, "given", Cancel));
        await Store.SetRunDeletedAsync(run.RunId, deleted: true, Cancel);
        (await Store.GetRunAsync(run.RunId, Cancel))!.IsDeleted.ShouldBeTrue();
        await Should.ThrowAsync<TrackingException>(() => Store.WriteBatchAsync(run.RunId, Batch(LogItem.Param("late", "1")), NextKey, Cancel));
        await Store.SetRunDeletedAsync(run.RunId, deleted: false, Cancel);
        (await Store.GetRunAsync(run.RunId, Cancel))!.Params.Keys.ShouldNotContain("late");
    }

    [Fact]
    public async Task A_param_that_changes_is_refused_by_name_and_nothing_of_its_batch_is_written()
    {
        var run = await RunAsync();
        await Store.WriteBatchAsync(run, Batch(LogItem.Param("lr", "0.1")), NextKey, Cancel);
        await Store.WriteBatchAsync(run, Batch(LogItem.Param("lr", "0.1")), NextKey, Cancel);
        var refused = await Should.ThrowAsync<TrackingException>(() =>
            Store.WriteBatchAsync(run, Batch(LogItem.Param("lr", "0.2"), LogItem.Param("other", "1"), LogItem.Metric("m", 1, 1, 1), LogItem.Tag("t", "1")), NextKey, Cancel));
        refused.Message.ShouldContain("lr");
        var read = (await Store.GetRunAsync(run, Cancel))!;
        read.Params.ShouldBe(new Dictionary<string, string> { ["lr"] = "0.1" });
        read.Tags.Keys.ShouldNotContain("t");
        (await Store.GetHistoryAsync(run, "m", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_writers_side_by_side_lose_nothing()
    {
        var run = await RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() =>
            Store.WriteBatchAsync(run, Batch(LogItem.Param($"p{number}", $"{number}"), LogItem.Metric("m", number, number, number)), $"writer-{number}", Cancel), Cancel)));
        (await Store.GetRunAsync(run, Cancel))!.Params.Count.ShouldBe(24);
        (await Store.GetHistoryAsync(run, "m", Cancel)).Select(point => point.Step).Order().ShouldBe(Enumerable.Range(0, 24).Select(number => (long)number));
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("a b/größe 数据/x#y?z%20&.bin")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    public async Task A_file_of_any_name_comes_back_and_is_listed(string name)
    {
        var root = await ArtifactsAsync();
        var path = SafePath.Parse(name);
        await PutAsync(root, path, [1, 2, 3]);
        await PutAsync(root, path, [4, 5]);
        (await GetAsync(root, path)).ShouldBe([4, 5]);
        SafePath? folder = path.Segments.Length == 1 ? null : SafePath.Parse(string.Join('/', path.Segments[..^1]));
        (await Store.ListArtifactsAsync(root, folder, Cancel)).ShouldHaveSingleItem().Path.ShouldBe(name);
    }

    [Fact]
    public async Task Empty_and_large_files_come_back_and_a_missing_one_is_not_there()
    {
        var root = await ArtifactsAsync();
        (await Store.ListArtifactsAsync(root, null, Cancel)).ShouldBeEmpty();
        await PutAsync(root, SafePath.Parse("empty"), []);
        var large = new byte[5_000_001];
        new Random(1).NextBytes(large);
        await PutAsync(root, SafePath.Parse("folder/large"), large);
        (await GetAsync(root, SafePath.Parse("empty")))!.ShouldBeEmpty();
        (await GetAsync(root, SafePath.Parse("folder/large"))).AsSpan().SequenceEqual(large).ShouldBeTrue();
        (await GetAsync(root, SafePath.Parse("none"))).ShouldBeNull();
        (await Store.ListArtifactsAsync(root, SafePath.Parse("none"), Cancel)).ShouldBeEmpty();
        (await Store.ListArtifactsAsync(root, null, Cancel)).Select(entry => (entry.Path, entry.IsFolder)).ShouldBe([("empty", false), ("folder", true)], ignoreOrder: true);
    }

    [Fact]
    public async Task Files_whose_names_are_alike_and_writers_of_one_file_do_not_meet()
    {
        var root = await ArtifactsAsync();
        await PutAsync(root, SafePath.Parse("model.part"), [1]);
        await PutAsync(root, SafePath.Parse("model"), [2]);
        (await GetAsync(root, SafePath.Parse("model.part"))).ShouldBe([1]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => PutAsync(root, SafePath.Parse("shared"), [.. Enumerable.Repeat((byte)number, 100_000)]), Cancel)));
        var read = (await GetAsync(root, SafePath.Parse("shared")))!;
        read.Length.ShouldBe(100_000);
        read.Distinct().Count().ShouldBe(1, "one of them won as a whole");
        (await Store.ListArtifactsAsync(root, null, Cancel)).Select(entry => entry.Path).ShouldBe(["model", "model.part", "shared"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_changes_nothing()
    {
        var run = await RunAsync();
        var root = (await Store.GetRunAsync(run, Cancel))!.ArtifactUri;
        await Store.WriteBatchAsync(run, Batch(LogItem.Tag("t", "1"), LogItem.Metric("m", 1, 1, 1)), NextKey, Cancel);
        await PutAsync(root, SafePath.Parse("file"), [1]);
        var before = Snapshot();
        var token = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            () => Store.FindExperimentAsync("Default", token), () => Store.GetExperimentAsync("0", token), () => ListAsync(Store.ListExperimentsAsync(TrackingView.All, token)),
            () => Store.CreateExperimentAsync("new", token), () => Store.SetExperimentTagAsync("0", "k", "v", token), () => Store.SetExperimentDeletedAsync("0", deleted: true, token),
            () => Store.CreateRunAsync(new NewRun("0", "x", "me", 1, []), NextKey, token), () => Store.GetRunAsync(run, token),
            () => ListAsync(Store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"] }, token)), () => Store.GetHistoryAsync(run, "m", token), () => Store.SetRunDeletedAsync(run, deleted: true, token),
            () => Store.DeleteTagAsync(run, "t", token), () => Store.WriteBatchAsync(run, Batch(LogItem.Param("p", "1")), NextKey, token),
            () => Store.UpdateRunAsync(run, new RunUpdate(TrackingStatus.Finished), NextKey, token), () => Store.WriteInputAsync(run, new RunInput(new TrackingDataset { Name = "d", Digest = "1" }, null), NextKey, token),
            () => Store.PutArtifactAsync(root, SafePath.Parse("new"), () => new MemoryStream([1]), token), () => Store.ListArtifactsAsync(root, null, token),
            () => Store.ReadArtifactAsync(root, SafePath.Parse("file"), () => new MemoryStream(), token), () => Store.RecordRunModelAsync(run, "{}", token),
            () => Store.RegisterAsync("model", "runs:/x", run, null, token),
        ];
        for (var number = 0; number < calls.Length; number++)
            await Should.ThrowAsync<OperationCanceledException>(calls[number], $"call {number}");
        Snapshot().ShouldBe(before);
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_in_the_middle_leaves_nothing_and_can_be_repeated()
    {
        var root = await ArtifactsAsync();
        await PutAsync(root, SafePath.Parse("folder/kept"), [1]);
        await PutAsync(root, SafePath.Parse("folder/replaced"), [7, 7]);
        var before = Snapshot();
        foreach (var name in (string[])["folder/new", "folder/replaced"])
        {
            using var source = new CancellationTokenSource();
            await Should.ThrowAsync<OperationCanceledException>(() =>
                Store.PutArtifactAsync(root, SafePath.Parse(name), () => new CancellingStream(new byte[1_000_000], 300_000, source), source.Token));
            Snapshot().ShouldBe(before);
        }
        await PutAsync(root, SafePath.Parse("folder/new"), new byte[1_000_000]);
        (await GetAsync(root, SafePath.Parse("folder/new")))!.Length.ShouldBe(1_000_000);
        (await GetAsync(root, SafePath.Parse("folder/replaced"))).ShouldBe([7, 7]);
    }

    [Fact]
    public async Task A_file_whose_reading_fails_in_the_middle_is_not_stored()
    {
        var root = await ArtifactsAsync();
        var before = Snapshot();
        var failure = await Should.ThrowAsync<Exception>(() =>
            Store.PutArtifactAsync(root, SafePath.Parse("broken"), () => new CancellingStream(new byte[1_000_000], 300_000, null), Cancel));
        (failure is IOException or TrackingException).ShouldBeTrue(failure.ToString());
        Snapshot().ShouldBe(before);
    }

    private protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }

    private static LogBatch Batch(params LogItem[] items) => new([.. items]);

    private static async Task MissingAsync(Func<Task> call) => (await Should.ThrowAsync<TrackingException>(call)).ErrorCode.ShouldBe(Missing);

    private async Task<string> RunAsync() => (await Store.CreateRunAsync(new NewRun("0", "run", "me", 1, []), NextKey, Cancel)).RunId;

    private async Task<string> ArtifactsAsync() => (await Store.GetRunAsync(await RunAsync(), Cancel))!.ArtifactUri;

    private Task PutAsync(string root, SafePath path, byte[] content) => Store.PutArtifactAsync(root, path, () => new MemoryStream(content), Cancel);

    private async Task<byte[]?> GetAsync(string root, SafePath path)
    {
        var content = new MemoryStream();
        return await Store.ReadArtifactAsync(root, path, () => content, Cancel) ? content.ToArray() : null;
    }

    /// <summary>Cancels, or fails when there is nothing to cancel, once so many bytes were read.</summary>
    private sealed class CancellingStream(byte[] content, int after, CancellationTokenSource? source) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= after)
            {
                await (source?.CancelAsync() ?? throw new IOException("The disk is gone."));
                cancellationToken.ThrowIfCancellationRequested();
            }
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 64 * 1024)], CancellationToken.None);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            while (await ReadAsync(buffer, cancellationToken) is var count and > 0)
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
