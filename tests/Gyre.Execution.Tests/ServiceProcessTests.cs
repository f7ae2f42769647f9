using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gyre.Execution.Tests;

public sealed class ServiceProcessTests
{
    [Fact]
    public async Task A_program_gets_its_arguments_as_they_are_and_says_words_and_errors_apart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is sh.");
        var (words, errors) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        var order = Order(["sh", "-c", "echo \"$1\"; echo bad >&2; exit 3", "sh", "$HOME; a  b"]);
        await using var process = ServiceProcess.Start(
            order with { Output = words.Enqueue, Error = errors.Enqueue }, TimeProvider.System);
        (await process.Ended).ShouldBe("exit code 3");
        process.ExitCode.ShouldBe(3);
        words.ShouldBe(["$HOME; a  b"]);
        errors.ShouldBe(["bad"]);
    }

    [Fact]
    public void A_program_that_is_nowhere_is_refused_by_name() => Should.Throw<IOException>(
        () => ServiceProcess.Start(Order(["no-such-program"]), TimeProvider.System)).Message.ShouldContain("'no-such-program'");

    private static ServiceOrder Order(ImmutableArray<string> program) => new()
    {
        Program = program,
        Folder = Path.GetTempPath(),
        Environment = ImmutableSortedDictionary<string, string>.Empty,
        Owner = "tests",
    };
}
