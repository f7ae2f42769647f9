using System.Collections.Immutable;

namespace Gyre.Execution.Tests;

/// <summary>What steps see of the machine that they run on.</summary>
public sealed class HostEnvironmentTests : ExecutorFixture
{
    private const string Password = "pr0xy-passw0rd";

    protected override ProcessExecutorOptions Change(ProcessExecutorOptions options) => options with
    {
        HostVariables = options.HostVariables.SetItems(
        [
            new("VIRTUAL_ENV", "/opt/venv"), new("OMP_NUM_THREADS", "3"), new("HTTPS_PROXY",
                $"http://me:{Password}@proxy.example:3128"), new("TZ", "Asia/Tokyo"),
        ]),
    };

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LANG")]
    [InlineData("LC_NUMERIC")]
    [InlineData("TZ")]
    [InlineData("CUDA_VISIBLE_DEVICES")]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES")]
    [InlineData("OMP_NUM_THREADS")]
    [InlineData("HTTP_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("NO_PROXY")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("VIRTUAL_ENV")]
    [InlineData("CONDA_PREFIX")]
    [InlineData("PYTHONPATH")]
    public void What_programs_need_to_work_is_seen(string name) =>
        Seen(name, "value").ShouldContain(new KeyValuePair<string, string>(name, "value"));

    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("GYRE_STORE")]
    [InlineData("PGPASSWORD")]
    [InlineData("MY_TOKEN")]
    [InlineData("CUDA")]
    [InlineData("path")]
    public void Everything_else_is_not(string name) => Seen(name, "value").Keys.ShouldBe(["PATH"]);

    [Fact]
    public void What_chooses_a_Python_changes_results_and_threads_and_languages_do_not()
    {
        var host = Seen("VIRTUAL_ENV",
            "/opt/venv").AddRange([new("LANG", "C"), new("OMP_NUM_THREADS", "3"), new("PYTHONPATH", "/lib"), new("CONDA_SHLVL", "1")]);
        HostEnvironment.ChangingResults(host).Keys.ShouldBe(["PYTHONPATH", "VIRTUAL_ENV"]);
    }

    [Fact]
    public async Task A_step_sees_the_shell_of_whoever_ordered_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the step is written for sh");
        var order = Home.Order("echo \"$VIRTUAL_ENV $OMP_NUM_THREADS $TZ\"") with
        {
            Environment = ImmutableSortedDictionary<string,
            string>.Empty.Add("TZ", "UTC")
        };
        (await RunAsync(order)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O /opt/venv 3 UTC");
    }

    [Fact]
    public async Task The_password_of_a_proxy_reaches_the_step_and_stays_nowhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the step is written for sh");
        var order = Home.Order($"test \"$HTTPS_PROXY\" = 'http://me:'pr0xy-'passw0rd@proxy.example:3128' && echo \"via $HTTPS_PROXY\"");
        (await RunAsync(order)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O via ***");
        foreach (var file in Directory.EnumerateFiles(Home.Folder(order.Attempt).Root, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, Cancel)).ShouldNotContain(Password, Case.Sensitive, file);
    }

    private static ImmutableSortedDictionary<string, string> Seen(string name, string value) =>
        HostEnvironment.Of(new Dictionary<string, string> { [name] = value });
}
