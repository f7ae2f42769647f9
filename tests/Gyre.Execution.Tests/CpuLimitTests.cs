using System.Collections.Immutable;
using Gyre.Execution.Formats;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Tests;

public sealed class CpuLimitTests : ExecutorFixture
{
    private static readonly ImmutableArray<int> There = [0, 2, 4, 5];
    private readonly List<string> _said = [];

    [Fact]
    public async Task A_count_holds_every_process_of_the_step_to_so_many_cpus_and_the_next_step_to_none()
    {
        Assert.SkipUnless(ProcessHosts.Current.Cpus is { Length: > 1 }, "there is one CPU");
        var limited = await RunAsync(Limited("1", "nproc", "(setsid nproc)", "export VH_CPU_LIMIT=2", "nproc"));
        var free = Home.Order("nproc");
        await RunAsync(free);
        limited.Outcome.ShouldBe(AttemptOutcome.Succeeded, limited.Reason);
        limited.Warnings.ShouldBeEmpty();
        (await Home.LogAsync(limited.Attempt, Cancel)).ShouldBe(["O 1", "O 1", "O 1"]);
        (await Home.LogAsync(free.Attempt, Cancel)).ShouldBe([$"O {ProcessHosts.Current.Cpus!.Value.Length}"]);
    }

    [Fact]
    public async Task A_list_names_the_cpus_and_holds_in_a_view_of_its_own_too()
    {
        Assert.SkipUnless(ProcessHosts.Current.Cpus is { Length: > 1 }, "there is one CPU");
        var last = ProcessHosts.Current.Cpus.Value[^1];
        var result = await RunAsync(Limited($"{last},7999", "grep Cpus_allowed_list /proc/self/status | cut -f2") with { FixedFolders = true });
        result.Warnings.ShouldHaveSingleItem().ShouldBe($"VH_CPU_LIMIT names CPUs that are not available (7999); the step is restricted to {last}.");
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldContain($"O {last}");
    }

    [Fact]
    public async Task A_value_without_sense_is_said_in_the_log_and_the_step_runs()
    {
        var result = await RunAsync(Limited("half", "nproc"));
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldContain(line => line.Contains("warning: VH_CPU_LIMIT is 'half', which is neither a number", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0,2,4", "0 2 4")]
    [InlineData(" 4, 0 ", "0 4")]
    [InlineData("5,5", "5")]
    [InlineData("4", "")]
    [InlineData("9", "")]
    [InlineData("", "")]
    public void What_makes_sense_gives_cpus_and_no_word(string text, string expected)
    {
        string.Join(' ', CpuLimit.Of(Limited(text), There, _said.Add)).ShouldBe(expected);
        _said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("2,")]
    [InlineData("0-3")]
    [InlineData("7,8")]
    [InlineData("99999999999")]
    public void What_makes_none_gives_no_limit_and_one_word(string text)
    {
        CpuLimit.Of(Limited(text), There, _said.Add).ShouldBeEmpty();
        _said.ShouldHaveSingleItem();
    }

    [Fact]
    public void Counted_cpus_are_there_and_steps_side_by_side_begin_at_different_ones()
    {
        var picked = Enumerable.Range(0, 64).Select(_ => CpuLimit.Of(Limited("3"), There, _said.Add)).ToList();
        picked.ShouldAllBe(cpus => cpus.Length == 3 && cpus.Distinct().Count() == 3 && cpus.All(There.Contains));
        picked.Select(cpus => string.Join(' ', cpus)).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Where_it_can_not_be_kept_that_is_said_once()
    {
        CpuLimit.Of(Limited("2"), null, _said.Add).ShouldBeEmpty();
        _said.ShouldHaveSingleItem().ShouldContain("cannot restrict");
    }

    private AttemptOrder Limited(string limit, params string[] commands)
    {
        var order = Home.Order(commands);
        return order with { Environment = order.Environment.Add("VH_CPU_LIMIT", limit) };
    }
}
