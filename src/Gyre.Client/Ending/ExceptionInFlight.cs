using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Gyre.Client.Ending;

/// <summary>
/// Tells whether an exception is unwinding through a <c>using</c> at this moment. The runtime offers no plain answer, so this puts two
/// facts together: where the runtime keeps the exception it is handling on this thread (<see cref="Marshal.GetExceptionPointers"/>), and which
/// exception was thrown with that place (noted at every first chance). An exception counts only when its stack trace holds the caller,
/// because a continuation may run inside a catch block of a method it has nothing to do with.
/// </summary>
internal static class ExceptionInFlight
{
    private const int MaxSeen = 16;

    // Records live on the stack, which grows downwards: a throw at a lower address is inside those at higher ones and ends before them.
    [ThreadStatic]
    private static List<Throw>? _seen;
    private static int _watching;

    /// <summary>Begins to note what is thrown in this process; further calls do nothing.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += Note;
    }

    /// <summary>The exception that this thread is handling or unwinding, or null.</summary>
    public static Exception? Current() => CurrentThrow()?.Exception;

    /// <summary>The exception that unwinds through a method, or null.</summary>
    /// <param name="method">The method that holds the <c>using</c>.</param>
    /// <param name="atStart">What <see cref="Current"/> said when the scope began: it began inside a catch block, and that is no news.</param>
    public static Exception? Through(MethodBase? method, Exception? atStart)
    {
        if (method is null || CurrentThrow() is not { } current || ReferenceEquals(current.Exception, atStart))
            return null;
        // The same object thrown once more, further in, has been caught there: its trace says where that throw went, not this one.
        if (_seen!.Exists(other => other.Place < current.Place && ReferenceEquals(other.Exception, current.Exception)))
            return null;
        return new StackTrace(current.Exception, fNeedFileInfo: false).GetFrames().Any(frame => frame.GetMethod() == method) ? current.Exception : null;
    }

    private static Throw? CurrentThrow()
    {
        var place = Marshal.GetExceptionPointers();
        return place == 0 || _seen is null ? null : _seen.FindLast(known => known.Place == place);
    }

    private static void Note(object? sender, FirstChanceExceptionEventArgs arguments)
    {
        var place = Marshal.GetExceptionPointers();
        if (place == 0)
            return;
        _seen ??= new List<Throw>(MaxSeen);
        _seen.RemoveAll(known => known.Place <= place);
        if (_seen.Count == MaxSeen)
            _seen.RemoveAt(0);
        _seen.Add(new Throw(place, arguments.Exception));
    }

    private sealed record Throw(nint Place, Exception Exception);
}
