namespace Gyre.Core;

/// <summary>
/// Keeps a loop that follows something busy from turning more often than it is worth: whoever looks ten times a second sees as much as who looks after each of
/// thousands of changes. The first turn, and one that comes after a quiet time, is not held up. For one loop.
/// </summary>
/// <param name="clock">Measures the time between turns.</param>
/// <param name="least">How long a turn is after the one before, at least.</param>
public sealed class Pace(TimeProvider clock, TimeSpan least)
{
    private long? _last;

    /// <summary>Waits, if need be, until enough time has passed since this last ended.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && least - clock.GetElapsedTime(last) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellationToken);
        _last = clock.GetTimestamp();
    }
}
