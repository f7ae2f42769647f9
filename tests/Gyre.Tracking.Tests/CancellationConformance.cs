using System.Text;
using Gyre.Storage;

namespace Gyre.Tracking.Tests;

/// <summary>What is cancelled changes nothing, leaves nothing half, and can be asked for again: on both engines.</summary>
public abstract class CancellationConformance : TrackingConformance
{
    private const long Default = 0;

    private static readonly CancellationToken Cancelled = new(canceled: true);

    private string Root => Tracking.Artifacts.Root;

    [Fact]
    public async Task Every_search_that_is_cancelled_before_it_begins_gives_nothing()
    {
        var run = await NewRunAsync();
        await Tracking.Runs.LogMetricAsync(run, new LoggedMetric("m", new MetricPoint(1, 1, 1)), Cancel);
        var all = new SearchRequest { MaxResults = 10 };
        Func<Task>[] searches =
        [
            () => Tracking.Runs.SearchAsync([Default], all, new RunProjection(), Cancelled), () => Tracking.Runs.CountAsync([Default], all, Cancelled), () => Tracking.Experiments.SearchAsync(all, Cancelled),
            () => Tracking.Registry.SearchAsync(new RegistryQuery { MaxResults = 10 }, Cancelled), () => Tracking.ModelVersions.SearchAsync(new RegistryQuery { MaxResults = 10 }, Cancelled),
            () => Tracking.LoggedModels.SearchAsync(new LoggedModelQuery { Experiments = [Default], MaxResults = 10 }, Cancelled),
            () => Tracking.Traces.SearchAsync(new TraceQuery { Experiments = [Default] }, Cancelled), () => Tracking.Runs.HistoryAsync(run, "m", Cancelled),
            () => Tracking.Runs.HistoryPageAsync(run, "m", 10, null, Cancelled), () => Tracking.Runs.GetManyAsync([run], Cancelled), () => Tracking.Artifacts.ListAsync(Root, null, Cancelled),
        ];
        for (var number = 0; number < searches.Length; number++)
            await Should.ThrowAsync<OperationCanceledException>(searches[number], $"search {number}");
    }

    [Fact]
    public async Task Every_write_that_is_cancelled_before_it_begins_changes_nothing()
    {
        var run = await NewRunAsync();
        var before = (await EventsAsync()).Count;
        Func<Task>[] writes =
        [
            () => Tracking.Experiments.CreateAsync("new", null, [], Cancelled), () => Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = Default }, Cancelled),
            () => Tracking.Runs.LogMetricAsync(run, new LoggedMetric("m", new MetricPoint(1, 1, 1)), Cancelled), () => Tracking.Runs.LogParamAsync(run, new Tag("p", "1"), Cancelled),
            () => Tracking.Runs.SetTagAsync(run, new Tag("t", "1"), Cancelled), () => Tracking.Runs.DeleteAsync(run, Cancelled),
            () => Tracking.Artifacts.PutAsync(Root, "file", new MemoryStream([1]), null, Cancelled), () => Tracking.Uploads.CreateAsync(Root, "file", 2, Cancelled),
            () => Tracking.Cleanup.CollectAsync(new CleanupRequest { OlderThan = TimeSpan.Zero }, Cancelled),
        ];
        for (var number = 0; number < writes.Length; number++)
            await Should.ThrowAsync<OperationCanceledException>(writes[number], $"write {number}");
        (await EventsAsync()).Count.ShouldBe(before);
        var read = await Tracking.Runs.GetAsync(run, Cancel);
        read.Params.ShouldBeEmpty();
        read.Info.Stage.ShouldBe(LifecycleStage.Active);
        (await Tracking.Artifacts.ListAsync(Root, null, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_whose_upload_is_cancelled_in_the_middle_is_not_there_and_the_one_it_would_replace_stays()
    {
        await Tracking.Artifacts.PutAsync(Root, "a/kept", new MemoryStream("older"u8.ToArray()), null, Cancel);
        foreach (var path in (string[])["a/kept", "a/new"])
        {
            using var source = new CancellationTokenSource();
            await Should.ThrowAsync<OperationCanceledException>(() => Tracking.Artifacts.PutAsync(Root, path, new CancellingStream(source), null, source.Token));
        }
        (await Tracking.Artifacts.ListAsync(Root, "a", Cancel)).Select(entry => entry.Path).ShouldBe(["a/kept"]);
        (await ReadAsync("a/kept")).ShouldBe("older");
        await Tracking.Artifacts.PutAsync(Root, "a/new", new MemoryStream("newer"u8.ToArray()), null, Cancel);
        (await ReadAsync("a/new")).ShouldBe("newer");
    }

    [Fact]
    public async Task A_part_whose_upload_is_cancelled_in_the_middle_has_not_arrived_and_can_be_sent_again()
    {
        var upload = await Tracking.Uploads.CreateAsync(Root, "big", 2, Cancel);
        var first = await Tracking.Uploads.PutPartAsync(upload.Id, 1, new MemoryStream("one"u8.ToArray()), Cancel);
        using var source = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Tracking.Uploads.PutPartAsync(upload.Id, 2, new CancellingStream(source), source.Token));
        var guess = new UploadedPart(2, first);
        (await Should.ThrowAsync<TrackingException>(() => Tracking.Uploads.CompleteAsync(Root, "big", upload.Id, [new(1, first), guess], Cancel))).Message.ShouldContain("Part 2 has not arrived");
        var second = await Tracking.Uploads.PutPartAsync(upload.Id, 2, new MemoryStream("two"u8.ToArray()), Cancel);
        UploadedPart[] parts = [new(1, first), new(2, second)];
        await Should.ThrowAsync<OperationCanceledException>(() => Tracking.Uploads.CompleteAsync(Root, "big", upload.Id, parts, Cancelled));
        (await ReadAsync("big")).ShouldBeNull();
        await Tracking.Uploads.CompleteAsync(Root, "big", upload.Id, parts, Cancel);
        (await ReadAsync("big")).ShouldBe("onetwo");
    }

    private async Task<string> NewRunAsync() => (await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = Default }, Cancel)).Info.RunId;

    private async Task<string?> ReadAsync(string path)
    {
        if (await Tracking.Artifacts.OpenAsync(Root, path, 0, Cancel) is not { } content)
            return null;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }

    /// <summary>Gives a megabyte, and cancels in the middle of it.</summary>
    private sealed class CancellingStream(CancellationTokenSource source) : MemoryStream(new byte[1_000_000])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= Length / 2)
                await source.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 64 * 1024)], CancellationToken.None);
        }
    }
}

public sealed class SqliteCancellationTests : CancellationConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlCancellationTests : CancellationConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
