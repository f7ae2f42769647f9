namespace Gyre.Cli.Demo;

/// <summary>A calendar that is turned on, so that days pass in seconds. Timers and durations stay real.</summary>
/// <param name="start">The first time.</param>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Turns it on.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
