using System.Runtime.CompilerServices;

namespace Gyre.Experiments.Tests.Reporting;

/// <summary>
/// Whole reports as checked-in texts. If a change is meant, run the tests once with GYRE_ACCEPT=1 and read the diff.
/// </summary>
public sealed class MarkdownReportTests
{
    [Fact]
    public Task A_report_of_several_datasets_is_the_checked_in_text() => CheckAsync("plain.md", ResultSamples.Plain());

    [Fact]
    public Task A_report_of_continual_learning_is_the_checked_in_text() => CheckAsync("continual.md", ResultSamples.Continual());

    [Fact]
    public void An_experiment_that_has_not_begun_has_a_report()
    {
        var text = ExperimentReports.ToMarkdown(new ExperimentResults { Name = "empty" });
        text.ShouldStartWith("# empty\n\n0 trials on 0 datasets: 0 of 0 runs finished.\n");
        text.ShouldNotContain("Failures");
    }

    private static async Task CheckAsync(string file, ExperimentResults results)
    {
        var path = Path.Join(Folder(), "Recorded", file);
        var now = ExperimentReports.ToMarkdown(results);
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, now, TestContext.Current.CancellationToken);
        }
        now.ShouldBe(File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "");
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
