using System.Globalization;
using Gyre.Core;

namespace Gyre.Server.Features.Logs;

/// <summary>A place in the log of an attempt; the id of a streamed line: <c>ATTEMPT:OFFSET</c>.</summary>
internal readonly record struct LogPlace(AttemptId Attempt, long Offset)
{
    public static bool TryParse(string text, out LogPlace place)
    {
        place = default;
        if (text.Split(':') is not [var attempt, var offset]
            || !GuidIds.TryParse<AttemptId>(attempt, out var id)
            || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }
        place = new LogPlace(id, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Attempt}:{Offset}");
}
