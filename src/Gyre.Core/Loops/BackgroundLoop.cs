namespace Gyre.Core.Loops;

/// <summary>A loop whose work is a function.</summary>
/// <param name="name">As in <see cref="IBackgroundLoop.Name"/>.</param>
/// <param name="run">As <see cref="IBackgroundLoop.RunAsync"/>.</param>
public sealed class BackgroundLoop(string name, Func<ILoopScope, CancellationToken, Task> run) : IBackgroundLoop
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Task RunAsync(ILoopScope scope, CancellationToken cancellationToken) => run(scope, cancellationToken);
}
