using System.Globalization;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>A metric's file: a line <c>TIMESTAMP VALUE STEP</c> per point.</summary>
internal static class MetricFile
{
    /// <summary>Its points in the order of the file. What stands after the last line's end was cut short by a writer that was stopped, and is left out.</summary>
    /// <exception cref="TrackingException">A line is none of that.</exception>
    public static IEnumerable<MetricPoint> Read(string path, string key)
    {
        var whole = EndsWithLine(path);
        var number = 0;
        string? held = null;
        foreach (var line in File.ReadLines(path))
        {
            if (held is not null)
                yield return Point(held, key) ?? throw Bad(path, number);
            number++;
            held = line;
        }
        if (held is not null && whole)
            yield return Point(held, key) ?? throw Bad(path, number);
    }

    /// <summary>The point with the greatest step, then time, then value.</summary>
    public static MetricPoint? Latest(IEnumerable<MetricPoint> points) => points.MaxBy(point => (point.Step, point.Timestamp, point.Value));

    private static MetricPoint? Point(string line, string key)
    {
        var parts = line.Split(' ');
        var step = 0L;
        return parts.Length is 2 or 3
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && NumberText.TryReadDouble(parts[1], out var value)
            && (parts.Length == 2 || long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step))
            ? new MetricPoint(key, value, step, Times.Of(time)) : null;
    }

    private static bool EndsWithLine(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
            return false;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }

    private static TrackingException Bad(string path, int line) => new(
        $"{path}:{line}: expected 'TIMESTAMP VALUE STEP'. Correct or remove the line.");
}
