using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Lines of a metric file, <c>TIMESTAMP VALUE [STEP]</c>; of a logged model's metric <c>TIMESTAMP VALUE STEP RUN [DATASET DIGEST]</c>.</summary>
internal static class MetricLines
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads the words of a run's point; the reason it is none, or null.</summary>
    public static string? Read(string line, out MetricPoint point)
    {
        var words = Words(line);
        point = default;
        return words.Length is 2 or 3 ? ReadPoint(words, out point) : $"found {words.Length} values, expected timestamp, value and step";
    }

    /// <summary>Reads the words of a logged model's point; the reason it is none, or null.</summary>
    public static string? Read(string line, string key, out ForeignModelMetric? metric)
    {
        metric = null;
        var words = Words(line);
        if (words.Length is not (4 or 6))
            return $"found {words.Length} values, expected timestamp, value, step and run";
        if (ReadPoint(words, out var point) is { } reason)
            return reason;
        metric = new ForeignModelMetric(key, point, words[3], words.Length == 6 ? words[4] : null, words.Length == 6 ? words[5] : null);
        return null;
    }

    /// <summary>As that world writes it: the shortest digits of the value, <c>nan</c> and <c>inf</c> as words.</summary>
    public static string Write(MetricPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Timestamp} {NumberText.Of(point.Value)} {point.Step}");

    /// <summary>
    /// The lines of a file that are not blank, with their numbers from 1; the text is null for one that is longer than
    /// <see cref="ForeignLimits.MaxLineBytes"/> or not UTF-8. Memory does not grow with the line.
    /// </summary>
    public static IEnumerable<(int Number, string? Text)> Of(Stream stream)
    {
        var line = new LineBuffer();
        var chunk = new byte[16 * 1024];
        for (var got = stream.Read(chunk); got > 0; got = stream.Read(chunk))
        {
            for (var at = 0; at < got; at++)
            {
                if (chunk[at] != '\n')
                    line.Add(chunk[at]);
                else if (line.End(out var text) is var number && text != "")
                    yield return (number, text);
            }
        }
        if (line.End(out var last) is var end && last != "")
            yield return (end, last);
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string? ReadPoint(string[] words, out MetricPoint point)
    {
        point = default;
        if (!TryReadLong(words[0], out var timestamp) || timestamp < 0)
            return $"'{RemarkList.Shown(words[0])}' is not a timestamp in milliseconds";
        if (!NumberText.TryReadDouble(words[1], out var value))
            return $"'{RemarkList.Shown(words[1])}' is not a number";
        long step = 0;
        if (words.Length > 2 && !TryReadLong(words[2], out step))
            return $"'{RemarkList.Shown(words[2])}' is not a valid step";
        point = new MetricPoint(timestamp, step, value);
        return null;
    }

    private static bool TryReadLong(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private sealed class LineBuffer
    {
        private readonly byte[] _bytes = new byte[ForeignLimits.MaxLineBytes];
        private int _length;
        private int _number;

        public void Add(byte value)
        {
            if (_length < _bytes.Length)
                _bytes[_length] = value;
            // Once beyond, it stays there: the line is refused whatever follows.
            _length = Math.Min(_length + 1, _bytes.Length + 1);
        }

        public int End(out string? text)
        {
            text = _length > _bytes.Length ? null : Decode();
            _length = 0;
            return ++_number;
        }

        private string? Decode()
        {
            try
            {
                return Strict.GetString(_bytes, 0, _length).Trim();
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }
}
