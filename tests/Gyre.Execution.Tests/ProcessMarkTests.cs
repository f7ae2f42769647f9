using System.Diagnostics;

namespace Gyre.Execution.Tests;

public sealed class ProcessMarkTests
{
    [Fact]
    public void This_process_is_not_gone() => ProcessMark.IsGone(ProcessMark.Create("x")).ShouldBeFalse();

    [Fact]
    public async Task A_process_that_ended_is_gone_and_one_that_took_its_number_is_another()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says which boot and which processes a number belongs to");
        var parts = ProcessMark.Create("x").Split('|');
        using var other = Process.Start("sleep", "100");
        parts[3] = $"{other.Id}";
        ProcessMark.IsGone(string.Join('|', parts)).ShouldBeTrue("it has another start time");
        other.Kill();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        ProcessMark.IsGone(string.Join('|', parts)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, "another-boot")]
    [InlineData(2, "pid:[1]")]
    [InlineData(3, "x")]
    [InlineData(0, "p9")]
    public void What_cannot_be_judged_from_here_is_not_gone(int part, string value)
    {
        var parts = ProcessMark.Create("x").Split('|');
        parts[4] = "1";
        parts[part] = value;
        ProcessMark.IsGone(string.Join('|', parts)).ShouldBeFalse();
        ProcessMark.IsGone(parts[part]).ShouldBeFalse();
    }
}
