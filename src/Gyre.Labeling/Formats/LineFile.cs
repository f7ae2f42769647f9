using System.Text;

namespace Gyre.Labeling.Formats;

/// <summary>Lines of a text file in UTF-8, without its mark. Lines that are too long are cut.</summary>
internal static class LineFile
{
    public const int LongestLine = 8 * 1024 * 1024;

    /// <exception cref="Gyre.Core.InvalidInputException">A line is too long.</exception>
    public static IEnumerable<(int Number, string Text)> Read(SourceFile file)
    {
        using var reader = new StreamReader(ImportSource.Open(file), Encoding.UTF8);
        var line = new StringBuilder();
        var number = 1;
        var isAfterReturn = false;
        var buffer = new char[32 * 1024];
        for (var length = reader.Read(buffer); length > 0; length = reader.Read(buffer))
        {
            for (var i = 0; i < length; i++)
            {
                var c = buffer[i];
                if (c == '\n' && isAfterReturn)
                {
                    isAfterReturn = false;
                    continue;
                }
                isAfterReturn = c == '\r';
                if (c is not ('\n' or '\r'))
                {
                    if (line.Length == LongestLine)
                        throw LabelRefusal.Of(
                            ProblemKinds.TooLarge, $"Line {number} has more than {LongestLine} characters.", "Check the format.");
                    line.Append(c);
                    continue;
                }
                yield return (number++, line.ToString());
                line.Clear();
            }
        }
        if (line.Length > 0)
            yield return (number, line.ToString());
    }
}
