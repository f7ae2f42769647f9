using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

public sealed class ProcessExecutorConformanceTests : ExecutorConformance
{
    protected override async Task<IExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken) => await Host.OpenAsync(home, cancellationToken);
}
