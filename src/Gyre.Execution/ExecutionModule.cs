using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>
/// The places where steps run, as a module. It gives the <see cref="ExecutorSet"/>: <c>process</c>, which is the default, and those of every
/// <see cref="IExecutorModule"/> of the home. Each is opened when it is first needed.
/// </summary>
/// <param name="supervisorCommand">Starts a supervisor: a program and its first arguments.</param>
public sealed class ExecutionModule(ImmutableArray<string> supervisorCommand) : IExecutorModule
{
    /// <inheritdoc/>
    public string Name => "execution";

    /// <inheritdoc/>
    public IReadOnlyList<ExecutorEntry> Executors => [new ExecutorEntry("process", OpenProcessAsync)];

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var late = new List<LateExecutor>();
        var registered = new List<RegisteredExecutor>();
        // Its own first: the default must not depend on the order of modules.
        foreach (var entry in Executors.Concat(parts.Modules.OfType<IExecutorModule>().Where(module => module != this).SelectMany(static module => module.Executors)))
        {
            var executor = new LateExecutor(entry.Name, token => entry.Open(parts, token));
            late.Add(executor);
            registered.Add(new RegisteredExecutor(executor, entry.Environments));
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

    private sealed class Opened(IReadOnlyList<LateExecutor> executors, string home) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [new AttemptContent(home)];

        public async ValueTask CloseAsync()
        {
            foreach (var executor in executors)
                await executor.DisposeAsync();
        }
    }
}
