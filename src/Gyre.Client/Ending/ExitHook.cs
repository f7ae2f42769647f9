namespace Gyre.Client.Ending;

/// <summary>Someone with runs to end when the process goes.</summary>
internal interface IEndsAtExit
{
    /// <summary>Ends what is open, blocking, and never throws.</summary>
    /// <param name="error">The exception that nobody caught, or null at a normal exit.</param>
    void EndAll(Exception? error);
}

/// <summary>
/// The process's last moments: returning from <c>Main</c>, <c>Environment.Exit</c>, and an exception that nobody catches (<c>using</c> does not
/// run then). A kill signal gives no such moment.
/// </summary>
internal static class ExitHook
{
    private static readonly Lock Gate = new();
    private static readonly List<IEndsAtExit> Members = [];
    private static bool _hooked;

    public static void Add(IEndsAtExit member)
    {
        lock (Gate)
        {
            Members.Add(member);
            if (_hooked)
                return;
            _hooked = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll(null);
            AppDomain.CurrentDomain.UnhandledException += (_, arguments) =>
            {
                if (arguments.IsTerminating)
                    EndAll(arguments.ExceptionObject as Exception ?? new InvalidOperationException(
                        "The process ended with an exception that is not a .NET exception."));
            };
        }
    }

    public static void Remove(IEndsAtExit member)
    {
        lock (Gate)
            Members.Remove(member);
    }

    private static void EndAll(Exception? error)
    {
        IEndsAtExit[] members;
        lock (Gate)
        {
            members = [.. Members];
            Members.Clear();
        }
        foreach (var member in members)
            member.EndAll(error);
    }
}
