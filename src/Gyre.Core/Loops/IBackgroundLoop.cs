namespace Gyre.Core.Loops;

/// <summary>Work that goes on beside everything else until it is told to stop. A <see cref="LoopSupervisor"/> carries it: starts it, restarts it when it fails, and knows how it is.</summary>
public interface IBackgroundLoop
{
    /// <summary>Unique in a process; kebab-case, as shown in logs and by <c>/health</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Works until cancelled. May throw whatever stops it from working: it is called again after a while. Returning before it was cancelled counts as a failure too,
    /// as does an <see cref="OperationCanceledException"/> that nobody asked for. Called again on the same object, so what a failed call left behind must not be in the way.
    /// </summary>
    /// <param name="scope">Told how it goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RunAsync(ILoopScope scope, CancellationToken cancellationToken);
}

/// <summary>How a loop tells its supervisor how it goes. From any thread.</summary>
public interface ILoopScope
{
    /// <summary>A turn went well: the loop counts as running again. Cheap; called once a turn. A loop that only waits for news calls it when it has begun to listen.</summary>
    void Beat();

    /// <summary>A turn failed, and the loop tries again by itself after a while of its own. The supervisor logs it and shows the loop as waiting until the next <see cref="Beat"/>.</summary>
    /// <param name="failure">What happened.</param>
    void Failed(Exception failure);
}

/// <summary>
/// An exception that says that something outside the program is away for now: trying again is worth while. Its reason may be shown to anybody: it holds no secret and
/// no address with a password.
/// </summary>
public interface IOutageException
{
    /// <summary>A short phrase that says what is away, such as "the database cannot be reached".</summary>
    string Reason { get; }
}
