using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Gyre.Testing;

/// <summary>
/// How long tests wait for what must come. A busy machine may take its time, so the limit is far beyond any of them; it is there for what never comes.
/// </summary>
public static class Patience
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>Ten minutes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Looks until something is so, with pauses that leave the cores to what is waited for.</summary>
    /// <param name="isSo">The look.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="what">Its text, for the message.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken, [CallerArgumentExpression(nameof(isSo))] string? what = null) =>
        UntilAsync(() => Task.FromResult(isSo()), cancellationToken, what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, CancellationToken, string?)"/>
    public static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken, [CallerArgumentExpression(nameof(isSo))] string? what = null)
    {
        using var timer = new PeriodicTimer(BetweenLooks);
        var start = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"In {Limit.TotalMinutes:0} minutes it did not come to this: {what}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
