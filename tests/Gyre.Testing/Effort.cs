using System.Diagnostics;
using System.Globalization;

namespace Gyre.Testing;

/// <summary>What work costs, for tests that tell work that grows with its input from work that explodes.</summary>
public static class Effort
{
    private const string OwnThread = "/proc/thread-self/schedstat";

    /// <summary>
    /// The processor time of this thread, so that it does not matter who else wants the cores; where the system does not tell it, the shortest time of three
    /// on the clock.
    /// </summary>
    /// <param name="work">Done on this thread.</param>
    public static TimeSpan Of(Action work)
    {
        if (OnProcessor() is { } before)
        {
            work();
            return OnProcessor()!.Value - before;
        }
        return Enumerable.Range(0, 3).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start);
        });
    }

    /// <summary>The first number there is nanoseconds.</summary>
    private static TimeSpan? OnProcessor() =>
        File.Exists(OwnThread) && long.TryParse(File.ReadAllText(OwnThread).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var spent) ? TimeSpan.FromTicks(spent / 100) : null;
}
