using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>The place where steps run as a module. It gives the <see cref="IExecutor"/>, which is opened when it is first needed.</summary>
/// <param name="supervisorCommand">Starts a supervisor: a program and its first arguments.</param>
public sealed class ExecutionModule(ImmutableArray<string> supervisorCommand) : IModule
{
    /// <inheritdoc/>
    public string Name => "execution";

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var executor = new LateExecutor(token => OpenExecutorAsync(parts, token));
        parts.Add<IExecutor>(executor);
        return Task.FromResult<IOpenModule>(new Opened(executor, parts.Storage.Home));
    }

    private async Task<IExecutor> OpenExecutorAsync(HomeParts parts, CancellationToken cancellationToken)
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

    private sealed class Opened(LateExecutor executor, string home) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [new AttemptContent(home)];

        public ValueTask CloseAsync() => executor.DisposeAsync();
    }
}
