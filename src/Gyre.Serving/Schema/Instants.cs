namespace Gyre.Serving.Schema;

/// <summary>Instants as columns hold them, where rows are written many at once and nobody converts them.</summary>
internal static class Instants
{
    public static long ToMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>An instant as it is when it is read again.</summary>
    public static DateTimeOffset Whole(DateTimeOffset instant) => OfMicroseconds(ToMicroseconds(instant));

    public static DateTimeOffset OfMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
