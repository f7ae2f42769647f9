namespace Gyre.Client.Tests;

/// <summary>The first script of the guide is the one that is compiled and run here.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task The_five_lines_of_the_guide_run()
    {
        using var folder = new TemporaryFolder();
        string id;
        {
            var place = folder.Path;
            // <guide>
            using var tracker = MlflowTracker.Create(place);
            using var run = tracker.StartRun("first");
            run.LogParam("lr", 0.1);
            for (var step = 0; step < 100; step++)
                run.LogMetric("loss", 1.0 / (step + 1), step);
            // </guide>
            id = run.RunId;
        }
        using var reader = MlflowTracker.Create(folder.Path);
        var record = (await reader.GetRunAsync(id, TestContext.Current.CancellationToken))!;
        record.Status.ShouldBe(TrackingStatus.Finished);
        record.Metrics["loss"].Step.ShouldBe(99);
    }

    [Fact]
    public void The_guide_shows_these_lines()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Join(root.FullName, "Gyre.slnx")))
            root = root.Parent;
        var source = Lines(Path.Join(root!.FullName, "tests", "Gyre.Client.Tests", "GuideTests.cs"));
        var shown = Lines(Path.Join(root.FullName, "docs", "guides", "tracking-client.md"));
        var script = source.SkipWhile(line => line != "// <guide>").Skip(1).TakeWhile(line => line != "// </guide>").Select(line => line.Replace("Create(place)", "Create()", StringComparison.Ordinal)).ToArray();
        script.Length.ShouldBe(5);
        script.ShouldBeSubsetOf(shown);
    }

    private static string[] Lines(string file) => [.. File.ReadLines(file).Select(line => line.Trim())];
}
