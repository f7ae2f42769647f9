using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

/// <summary>An engine that is nothing but a class: what it does not say itself, every executor over a shared home has in common.</summary>
public sealed class ColdExecutorConformanceTests : ExecutorConformance
{
    protected override Task<IExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        return Task.FromResult<IExecutor>(new ColdExecutor("cold", home.Root, Host.Command));
    }

    [Fact]
    public async Task An_attempt_whose_job_is_killed_is_lost()
    {
        var order = Home.Order("sleep 5");
        await Executor.SubmitAsync(order, Cancel);
        await Notices.StartOfAsync(order.Attempt, Cancel);
        ((ColdExecutor)Executor).Kill(order.Attempt);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Lost);
        result.Reason.ShouldNotBeNull().ShouldContain("cold");
    }
}
