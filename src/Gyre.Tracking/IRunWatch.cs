namespace Gyre.Tracking;

/// <summary>Listens for writes to one run by this process; disposed, it does not. For one caller at a time.</summary>
public interface IRunWatch : IDisposable
{
    /// <summary>
    /// Returns when something was written to the run since it returned last (or since the watch began), or after the longest wait. Writes of other processes are not
    /// noticed: who waits looks after the longest wait all the same. Several writes are one return.
    /// </summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
