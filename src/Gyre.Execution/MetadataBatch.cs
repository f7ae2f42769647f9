using System.Globalization;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>A metadata point: a JSON line that a step printed, or a sample of the machine it runs on.</summary>
/// <param name="Time">When the line came; UTC, to the microsecond.</param>
/// <param name="Values">Its values, without the time.</param>
public sealed record MetadataPoint(DateTimeOffset Time, MapValue Values);

/// <summary>A place in the metadata of an attempt, behind all points that were read so far.</summary>
/// <param name="Points">Bytes read of what the step printed.</param>
/// <param name="Samples">Bytes read of what was measured of the machine.</param>
public readonly record struct MetadataPlace(long Points, long Samples)
{
    /// <summary>As text, for those who keep it: <c>1024,0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Points},{Samples}");

    /// <summary>Reads such a text.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static MetadataPlace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0
            || !long.TryParse(text.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            || !long.TryParse(text.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var samples))
            throw new FormatException("A place in metadata is two numbers with a comma between them.");
        return new MetadataPlace(points, samples);
    }
}

/// <summary>Points that follow each other.</summary>
/// <param name="Points">The points: those that the step printed in their order, then samples in theirs.</param>
/// <param name="Next">The place behind them.</param>
/// <param name="IsMore">Whether there are more already.</param>
public sealed record MetadataBatch(IReadOnlyList<MetadataPoint> Points, MetadataPlace Next, bool IsMore)
{
    /// <summary>No points.</summary>
    public static MetadataBatch Empty(MetadataPlace place) => new([], place, IsMore: false);
}
