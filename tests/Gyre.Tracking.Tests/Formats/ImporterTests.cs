using Gyre.Core;
using Gyre.Testing;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

public sealed class ImporterTests
{
    private const string OtherRun = "fedcba9876543210fedcba9876543210";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_taken_as_it_is()
    {
        var (sample, target) = (new SampleStore(), new MemoryTarget());
        var report = await new Importer(sample, target).RunAsync(Token);

        report.Remarks.Kept.ShouldBeEmpty();
        target.Runs.Keys.ShouldBe(sample.Runs.Select(run => run.Id), ignoreOrder: true);
        var run = target.Runs[SampleStore.RunId];
        run.Info.ShouldBe(sample.Runs[0]);
        run.Params.ShouldBe(sample.Runs[0].Params);
        run.Tags.ShouldBe(sample.Runs[0].Tags);
        run.Points["val/acc"].Count.ShouldBe(12_000);
        run.Points["loss"].ShouldBe(sample.Histories["loss"].Distinct(), ignoreOrder: true);
        run.Uses.Count.ShouldBe(3);
        run.Files["a/b.txt"].ShouldBe("text");
        target.ModelFiles.Keys.ShouldBe([$"{SampleStore.ModelId}/MLmodel"]);
        target.Versions.Keys.ShouldBe(["classifier one/1", "classifier one/3"]);
        target.Aliases["classifier one@champion"].ShouldBe(3);
        target.Experiments["2024-01-02"].IsDeleted.ShouldBeTrue();
        (report.Runs.Taken, report.Points.Taken, report.Files.Taken, report.ModelVersions.Taken).ShouldBe((3, 12_007, 4, 2));
    }

    [Fact]
    public async Task A_second_import_changes_nothing()
    {
        var target = new MemoryTarget();
        await new Importer(new SampleStore(), target).RunAsync(Token);
        var writes = target.Writes;
        var again = await new Importer(new SampleStore(), target).RunAsync(Token);
        target.Writes.ShouldBe(writes);
        again.ChangedAnything.ShouldBeFalse();
        again.Remarks.Kept.ShouldBeEmpty();
        (again.Runs.AlreadyThere, again.Points.AlreadyThere, again.Files.AlreadyThere).ShouldBe((3, 12_007, 4));
    }

    [Theory]
    [InlineData("mlruns")]
    [InlineData("mlflow.db")]
    public async Task A_recorded_store_is_taken_once(string name)
    {
        var path = Path.Join(ConformanceData.Folder("mlflow-import"), name);
        var target = new MemoryTarget();
        foreach (var expected in (bool[])[true, false])
        {
            await using var store = ForeignStores.Open(name == "mlruns" ? path : "sqlite:///" + path, new ForeignStoreOptions());
            var report = await new Importer(store, target).RunAsync(Token);
            report.ChangedAnything.ShouldBe(expected);
            report.Remarks.Kept.ShouldBeEmpty();
        }
        target.Runs.Count.ShouldBe(9);
        target.Runs.Values.Sum(run => run.Files.Count).ShouldBe(18);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_anywhere_is_completed_by_the_next()
    {
        var whole = new MemoryTarget();
        await new Importer(new SampleStore(), whole).RunAsync(Token);
        for (var at = 0; at < whole.Writes; at++)
        {
            var target = new MemoryTarget { FailsAtWrite = at };
            await Should.ThrowAsync<IOException>(() => new Importer(new SampleStore(), target).RunAsync(Token));
            target.FailsAtWrite = null;
            await new Importer(new SampleStore(), target).RunAsync(Token);
            target.Writes.ShouldBe(whole.Writes);
            target.Runs[SampleStore.RunId].Info.Status.ShouldBe(ForeignRunStatus.Killed);
        }
    }

    [Fact]
    public async Task An_experiment_of_the_name_is_joined_with_a_remark_once()
    {
        var (sample, target) = (new SampleStore(), new MemoryTarget());
        target.Experiments[sample.Experiments[1].Name] = ("7", false, false);
        target.ExperimentTags["7"] = SampleStore.Map(("c", "mine"));
        var report = await new Importer(sample, target).RunAsync(Token);
        report.Remarks.Kept.Select(remark => remark.Reason).ShouldBe(["an experiment with this name already exists; the runs were added to it", "the tag 'c' has a different value here and was not changed"]);
        target.Runs[SampleStore.RunId].ExperimentId.ShouldBe("7");
        target.ExperimentTags["7"]["c"].ShouldBe("mine");
        var again = await new Importer(new SampleStore(), target).RunAsync(Token);
        again.Remarks.Kept.ShouldHaveSingleItem().Reason.ShouldContain("has a different value here");
    }

    [Fact]
    public async Task What_was_refused_becomes_a_remark_and_the_rest_is_taken()
    {
        var target = new MemoryTarget { RefusedKey = "loss" };
        var report = await new Importer(new SampleStore(), target).RunAsync(Token);
        report.Remarks.Kept.ShouldHaveSingleItem().ToString().ShouldBe($"run {SampleStore.RunId}, metric 'loss': the key 'loss' is not allowed");
        target.Runs[SampleStore.RunId].Points.Keys.ShouldBe(["a b", "val/acc"]);
        target.Runs[SampleStore.RunId].Info.Status.ShouldBe(ForeignRunStatus.Killed);
    }

    [Fact]
    public async Task A_run_of_the_id_in_another_experiment_stays_untouched()
    {
        var target = new MemoryTarget();
        target.Runs[OtherRun] = new MemoryTarget.Run("55", new ForeignRun { Id = OtherRun, ExperimentId = "55" });
        var report = await new Importer(new SampleStore(), target).RunAsync(Token);
        report.Remarks.Kept.ShouldHaveSingleItem().Reason.ShouldContain("another experiment");
        target.Runs[OtherRun].Tags.ShouldBeEmpty();
        report.Runs.Kept.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_breaks_off_becomes_a_remark()
    {
        var (sample, target) = (new BrokenFiles(), new MemoryTarget());
        var report = await new Importer(sample.Store, target).RunAsync(Token);
        report.Remarks.Kept.ShouldHaveSingleItem().ToString().ShouldBe(
            $"run {SampleStore.RunId}, file 'broken': it was not imported: the disk is gone");
        target.Runs[SampleStore.RunId].Files.Keys.ShouldNotContain("broken");
    }

    [Fact]
    public async Task An_alias_whose_version_was_not_taken_is_not_taken()
    {
        var (sample, target) = (new SampleStore(), new MemoryTarget());
        target.Versions["classifier one/3"] = new ForeignModelVersion { Name = "classifier one", Version = 3, Source = "elsewhere" };
        var report = await new Importer(sample, target).RunAsync(Token);
        report.Remarks.Kept.Select(remark => remark.Place).ShouldBe(["model version 'classifier one' 3", "alias 'champion' of 'classifier one'"]);
        target.Aliases.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_without_a_history_is_taken_as_its_only_point()
    {
        var (sample, target) = (new SampleStore(), new MemoryTarget());
        sample.Runs[1] = sample.Runs[1] with { Metrics = new Dictionary<string, MetricPoint?> { ["alone"] = new(1, 2, 3), ["none"] = null } };
        await new Importer(sample, target).RunAsync(Token);
        target.Runs[OtherRun].Points["alone"].ShouldBe([new MetricPoint(1, 2, 3)]);
        target.Runs[OtherRun].Points.Keys.ShouldNotContain("none");
    }

    private sealed class BrokenFiles
    {
        public BrokenFiles() => Store.Extra.Add(new ForeignArtifactFile(SafePath.Parse("broken"), null, _ => Task.FromResult<Stream>(new Breaking())));

        public SampleStore Store { get; } = new();

        private sealed class Breaking : MemoryStream
        {
            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("the disk is gone");
        }
    }
}
