using Gyre.Core;
using Gyre.Execution.Processes;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>
/// Carries out attempts: claims, lays out, starts, watches, collects, reports. The same code runs an attempt of a local engine and one that some
/// other engine starts somewhere with <c>gyre step --attempt FOLDER</c>.
/// </summary>
public static class Supervisor
{
    /// <summary>Carries out one attempt, unless somebody else has claimed it.</summary>
    /// <param name="folder">The attempt's folder with its order.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">Gives times, and durations that no change of the wall clock touches.</param>
    /// <param name="cancellationToken">The machine takes this supervisor away: the step is interrupted and may save its work, then its result is written as lost.</param>
    /// <returns>The result as it was published; null when the attempt was somebody else's, or the engine had given this supervisor up.</returns>
    /// <exception cref="InvalidInputException">The folder is no attempt's (code <c>attempt.folder</c>).</exception>
    public static async Task<AttemptResult?> RunAsync(AttemptFolder folder, SupervisorOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var blobs = new BlobStores(options);
        return await OrderedAttempt.RunAsync(folder, blobs, options, clock, _ => { }, cancellationToken);
    }

    /// <summary>Serves a home as a warm supervisor: takes one attempt after the other until no engine has been there for a while.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">As above.</param>
    /// <param name="cancellationToken">Interrupts the running attempt as above, then ends the supervisor.</param>
    public static async Task RunPoolAsync(string home, SupervisorOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var pool = new SupervisorPool(home, options, clock);
        await pool.RunAsync(cancellationToken);
    }
}
