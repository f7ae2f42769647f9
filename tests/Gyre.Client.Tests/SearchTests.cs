namespace Gyre.Client.Tests;

/// <summary>Filters and orders over a folder store.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MlflowTracker _tracker;

    public SearchTests()
    {
        _tracker = MlflowTracker.Create(_folder.Path, new TrackerOptions { Environment = _ => null, SystemTags = false, EndRunsAtExit = false });
        Make("a", 0.1, "adam", TrackingStatus.Finished);
        Make("b", 0.3, "sgd", TrackingStatus.Failed);
        Make("c", double.NaN, "Adamax", TrackingStatus.Finished);
        Make("d", null, null, TrackingStatus.Finished);
    }

    public void Dispose()
    {
        _tracker.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "abcd")]
    [InlineData("metrics.loss < 0.3", "a")]
    [InlineData("metric.loss<=.3", "ab")]
    [InlineData("metrics.loss != 0.1", "bc")]
    [InlineData("params.opt = 'adam'", "a")]
    [InlineData("params.opt LIKE 'ada%'", "a")]
    [InlineData("params.opt ilike 'ADA%'", "ac")]
    [InlineData("params.opt != 'adam' and metrics.loss > 0", "b")]
    [InlineData("params.opt IS NULL", "d")]
    [InlineData("params.opt IS NOT NULL", "abc")]
    [InlineData("tags.`odd key:x` = \"1\"", "abcd")]
    [InlineData("attributes.status = 'FAILED'", "b")]
    [InlineData("status != 'FAILED'", "acd")]
    [InlineData("run_name = 'c'", "c")]
    [InlineData("start_time > 0 AND end_time > 0", "abcd")]
    [InlineData("run_id IN ('none')", "")]
    [InlineData("run_id NOT IN ('none', 'other')", "abcd")]
    public async Task A_filter_finds(string filter, string names) => (await Names(filter)).ShouldBe(names);

    [Theory]
    [InlineData("metrics.loss = '0.3'")]
    [InlineData("params.opt = 3")]
    [InlineData("params.opt = adam")]
    [InlineData("foo.x = 1")]
    [InlineData("nosuch = 'x'")]
    [InlineData("metrics.loss < 1 OR metrics.loss > 2")]
    [InlineData("metrics.loss IS NULL")]
    [InlineData("metrics.loss LIKE 'x'")]
    [InlineData("run_name IN ('a')")]
    [InlineData("run_id IN ()")]
    [InlineData("params.opt = 'open")]
    [InlineData(" ")]
    [InlineData("metrics.loss <")]
    [InlineData("0.3 < metrics.loss")]
    public async Task What_is_no_filter_is_refused(string filter) =>
        (await Should.ThrowAsync<TrackingException>(() => Names(filter))).ErrorCode.ShouldBe("INVALID_PARAMETER_VALUE");

    [Theory]
    [InlineData("metrics.loss", "abcd")]
    [InlineData("metrics.loss DESC", "bacd")]
    [InlineData("params.opt", "cabd")]
    [InlineData("attributes.run_name desc", "dcba")]
    public async Task An_order_puts_the_missing_last(string order, string names)
    {
        var found = await _tracker.SearchRunsAsync(new RunQuery { OrderBy = [order] }, TestContext.Current.CancellationToken).Select(run => run.Name).ToArrayAsync(TestContext.Current.CancellationToken);
        string.Concat(found).ShouldBe(names);
    }

    private async Task<string> Names(string filter) => string.Concat(await _tracker.SearchRunsAsync(new RunQuery { Filter = filter }, TestContext.Current.CancellationToken)
        .Select(run => run.Name).Order(StringComparer.Ordinal).ToArrayAsync(TestContext.Current.CancellationToken));

    private void Make(string name, double? loss, string? optimizer, TrackingStatus status)
    {
        var run = _tracker.StartRun(name);
        run.SetTag("odd key:x", 1);
        if (loss is { } value)
            run.LogMetric("loss", value);
        if (optimizer is not null)
            run.LogParam("opt", optimizer);
        run.End(status);
    }
}
