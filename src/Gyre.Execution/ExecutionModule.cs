using System.Collections.Immutable;
using Gyre.Execution.Queueing;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>
/// The places where steps run, as a module. It gives the <see cref="ExecutorSet"/>: <c>process</c>, which is the default, and those of every
/// <see cref="IExecutorModule"/> of the home. Each is opened when it is first needed.
/// </summary>
/// <param name="supervisorCommand">Starts a supervisor: a program and its first arguments.</param>
/// <param name="limits">How much runs at once in all of them together, and the pools of the home; null for no limits of the home's
/// own.</param>
public sealed class ExecutionModule(ImmutableArray<string> supervisorCommand, ConcurrencyLimits? limits = null) : IExecutorModule
{
    /// <inheritdoc/>
    public string Name => "execution";

    /// <inheritdoc/>
    public IReadOnlyList<ExecutorEntry> Executors =>
    [
        new ExecutorEntry("process", OpenProcessAsync) { ResultVariables = HostEnvironment.ChangingResults(HostEnvironment.Current) },
    ];

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var late = new List<IExecutor>();
        var gate = new PlaceGate(limits ?? ConcurrencyLimits.None, parts.Clock);
        parts.Add(limits ?? ConcurrencyLimits.None);
        var registered = new List<RegisteredExecutor>();
        // Its own first: the default must not depend on the order of modules.
        foreach (var entry in Executors.Concat(parts.Modules.OfType<IExecutorModule>().Where(module => module != this).SelectMany(static module => module.Executors)))
        {
            var executor = new QueueingExecutor(
                new LateExecutor(entry.Name, token => entry.Open(parts, token)), gate, parts.Storage.Home, parts.Clock, parts.Loops);
            late.Add(executor);
            registered.Add(new RegisteredExecutor(executor, entry.Environments) { ResultVariables = entry.ResultVariables });
        }
        parts.Add(new ExecutorSet(registered));
        return Task.FromResult<IOpenModule>(new Opened(late, parts.Storage.Home));
    }

    private async Task<IExecutor> OpenProcessAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        var options = new ProcessExecutorOptions
        {
            Home = parts.Storage.Home,
            SupervisorCommand = supervisorCommand,
            Loops = parts.Loops,
            Logs = parts.Logs,
        };
        return await ProcessExecutor.OpenAsync(options, parts.Clock, cancellationToken);
    }

    private sealed class Opened(IReadOnlyList<IExecutor> executors, string home) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [new AttemptContent(home)];

        public IReadOnlyList<IExpiring> Expiring => [ExpiringFolders.Snapshots(home), ExpiringFolders.Environments(home)];

        public async ValueTask CloseAsync()
        {
            foreach (var executor in executors)
                await executor.DisposeAsync();
        }
    }
}
