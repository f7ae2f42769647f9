using System.Text;

namespace Gyre.Labeling.Formats.Coco;

/// <summary>Runs of a mask as COCO packs them into a text: differences to the run before the last one, six bits in a character.</summary>
internal static class CocoRuns
{
    /// <exception cref="Gyre.Core.InvalidInputException">The text ends within a number, or has other characters.</exception>
    public static List<int> Unpack(string text)
    {
        var runs = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            var (number, shift, isMore) = (0L, 0, true);
            while (isMore)
            {
                var bits = at < text.Length ? text[at++] - 48 : -1;
                if (bits is < 0 or > 63 || shift > 30)
                    throw LabelRefusal.Of(ProblemKinds.MaskSize, "The packed runs of the mask are damaged.", "Export it again.");
                number |= (long)(bits & 31) << shift;
                shift += 5;
                isMore = (bits & 32) != 0;
                if (!isMore && (bits & 16) != 0)
                    number |= -1L << shift;
            }
            if (runs.Count > 2)
                number += runs[^2];
            runs.Add(number is >= 0 and <= int.MaxValue
                ? (int)number
                : throw LabelRefusal.Of(ProblemKinds.MaskSize, "A run of the mask is out of range.", "Export it again."));
        }
        return runs;
    }

    public static string Pack(ReadOnlySpan<int> runs)
    {
        var text = new StringBuilder();
        for (var i = 0; i < runs.Length; i++)
        {
            var number = i > 2 ? (long)runs[i] - runs[i - 2] : runs[i];
            for (var isMore = true; isMore;)
            {
                var bits = (int)(number & 31);
                number >>= 5;
                isMore = (bits & 16) != 0 ? number != -1 : number != 0;
                text.Append((char)((isMore ? bits | 32 : bits) + 48));
            }
        }
        return text.ToString();
    }
}
