namespace Gyre.Client.Ending;

/// <summary>Waits for asynchronous work where the language leaves no other way: in <c>Dispose</c>, at the exit, in scripts.</summary>
internal static class Blocking
{
    // On the pool, so that a caller's synchronisation context is not waited for by the work that it waits for.
    public static void Run(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
