using System.Collections.Immutable;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

public sealed class ProcessExecutorConformanceTests : ExecutorConformance
{
    protected override async Task<IExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken) => await Host.OpenAsync(home, cancellationToken);
}

internal static class Host
{
    public static ImmutableArray<string> Command { get; } =
        [Path.Join(AppContext.BaseDirectory, "Gyre.Execution.SupervisorHost" + (OperatingSystem.IsWindows() ? ".exe" : ""))];

    public static Task<ProcessExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken, Func<ProcessExecutorOptions, ProcessExecutorOptions>? change = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        var options = new ProcessExecutorOptions { Home = home.Root, SupervisorCommand = Command, MaxCpu = 4 };
        return ProcessExecutor.OpenAsync(change?.Invoke(options) ?? options, TimeProvider.System, cancellationToken);
    }
}
