using Gyre.Core.Loops;

namespace Gyre.Server.Loops;

/// <summary>Looks for something again and again. After a look that failed its supervisor lets it look again soon.</summary>
/// <param name="clock">Measures the time between looks.</param>
/// <param name="between">From the end of a look to the next.</param>
internal abstract class PeriodicLook(TimeProvider clock, TimeSpan between) : IBackgroundLoop
{
    public abstract string Name { get; }

    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await LookAsync(cancellationToken);
            scope.Beat();
            await Task.Delay(between, clock, cancellationToken);
        }
    }

    protected abstract Task LookAsync(CancellationToken cancellationToken);
}
