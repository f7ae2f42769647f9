using Gyre.Storage;

namespace Gyre.Cli.Tests;

public class FailureTests
{
    [Fact]
    public async Task An_unexpected_failure_is_one_line_and_a_file_never_a_stack_trace()
    {
        var home = Samples.Home();
        home.Failure = new InvalidOperationException("the wheel fell off");
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run")).ShouldBe(CliExitCodes.Failed);
        host.Error.ShouldContain("Unexpected failure: the wheel fell off");
        host.Error.ShouldNotContain("   at ");
        var file = host.Error.Split("Details were written to ")[1].Split(". Please")[0];
        File.ReadAllText(file).ShouldContain("   at ");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task With_GYRE_DEBUG_the_details_are_shown()
    {
        var home = Samples.Home();
        home.Failure = new InvalidOperationException("the wheel fell off");
        using var host = new TestHost(home);
        host.Variables["GYRE_DEBUG"] = "1";
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run")).ShouldBe(CliExitCodes.Failed);
        host.Error.ShouldContain("   at ");
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_a_failure_in_words()
    {
        var home = Samples.Home();
        home.Failure = new StoreUnavailableException("The database does not answer.", false, new InvalidOperationException());
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run")).ShouldBe(CliExitCodes.Failed);
        host.Error.Split('\n').ShouldContain(line => line.Trim() == "error: The database does not answer.");
    }
}
