namespace Gyre.Core.Loops;

/// <summary>
/// Work that belongs to nobody who happens to start it. Scopes of the log and the current span follow every task that is started within
/// them; a loop or a server that is started for the first attempt that needs it would stand in that attempt's scope as long as the
/// process lives.
/// </summary>
public static class Detached
{
    /// <summary>Starts work on the pool, outside of all scopes.</summary>
    /// <param name="work">The work.</param>
    public static Task Run(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work, CancellationToken.None);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work, CancellationToken.None);
    }
}
