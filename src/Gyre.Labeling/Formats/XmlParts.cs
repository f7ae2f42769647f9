using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Parts of XML from outside.</summary>
internal static class XmlParts
{
    /// <summary>Reads a file; what is wrong with all of it becomes a problem.</summary>
    public static bool GuardXml(this ImportWork work, SourceFile file, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (XmlException exception)
        {
            var (kind, message, remedy) = XmlPieces.Fault(exception, file.Path);
            work.Log.Add(kind, message, remedy, new(file.Name, exception.LineNumber > 0 ? exception.LineNumber : null));
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, new(file.Name));
        }
        return false;
    }

    /// <summary>Words of an element below, without white space around them; null when it is not there or empty.</summary>
    public static string? Text(this XElement element, string name) =>
        element.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static double NeedNumber(string? text, string name) => Number(text)
        ?? throw LabelRefusal.Of(ProblemKinds.Syntax, $"'{name}' is {(text is null ? "missing" : "no number")}.", "Give a finite number.");

    /// <summary>A size; null when it is not given, or given as 0, as some programs do.</summary>
    /// <exception cref="InvalidInputException">It is no size.</exception>
    public static PixelSize? SizeOf(string? width, string? height)
    {
        if (width is null && height is null)
            return null;
        var (x, y) = (NeedNumber(width, "width"), NeedNumber(height, "height"));
        if (x == 0 && y == 0)
            return null;
        return Math.Floor(x) == x && Math.Floor(y) == y && Math.Abs(x) <= int.MaxValue && Math.Abs(y) <= int.MaxValue
            ? new PixelSize((int)x, (int)y)
            : throw LabelRefusal.Of(ProblemKinds.SizeOutOfRange, "The width or height is not a whole number of pixels.", "Give pixels.");
    }

    /// <summary>A text that XML can hold: no control characters.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar) || IsPaired(text) ? text
        : new string([.. text.Where(XmlConvert.IsXmlChar)]);

    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return false;
        }
        return true;
    }
}
