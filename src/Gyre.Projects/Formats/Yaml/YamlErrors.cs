using Gyre.Core;
using YamlDotNet.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>Says where a document stops being YAML: the place at which a reader notices, and where the broken part begins.</summary>
internal sealed class YamlErrors(string text, string file)
{
    private const string Remedy = "Check the indentation, brackets and quotes here and on the lines above.";

    private const string BracketRemedy = "Put text that contains brackets in quotes.";

    public InvalidInputException Of(YamlException exception)
    {
        var start = new YamlPlace((int)exception.Start.Line, (int)exception.Start.Column);
        var place = PlaceOf(exception, start);
        var begins = place.Line != start.Line ? $" (the problem starts in line {start.Line})" : "";
        var remedy = IsBracketInWord(exception) ? BracketRemedy : Remedy;
        return YamlText.Refuse(
            file, "yaml.syntax", $"The document is not valid YAML: {exception.Message.TrimEnd('.')}{begins}.", remedy, place);
    }

    /// <summary>A word goes on with a bracket, or after one: <c>[a.output.x[0-9].csv, b.input.y]</c>.</summary>
    private bool IsBracketInWord(YamlException exception)
    {
        var at = (int)exception.Start.Index;
        if (at <= 0 || at >= text.Length || !exception.Message.Contains("did not find expected ','", StringComparison.Ordinal))
            return false;
        return text[at] is '[' or '{' ? IsWord(text[at - 1]) : IsWord(text[at]) && text[at - 1] is ']' or '}';

        static bool IsWord(char c) => !char.IsWhiteSpace(c) && !",[]{}\"'#:".Contains(c, StringComparison.Ordinal);
    }

    /// <summary>For exceptions of the parser that are not its own: it meets a key inside brackets that do not end.</summary>
    public InvalidInputException At(Mark mark)
    {
        var index = (int)Math.Min(mark.Index, text.Length);
        var end = text.AsSpan(index).IndexOfAny('\n', '\r');
        var colon = text.AsSpan(index, end < 0 ? text.Length - index : end).IndexOf(':');
        var place = new YamlPlace((int)mark.Line, (int)mark.Column + Math.Max(colon, 0));
        return YamlText.Refuse(
            file, "yaml.syntax", "The document is not valid YAML: a bracket before this place is not closed.", Remedy, place);
    }

    private YamlPlace PlaceOf(YamlException exception, YamlPlace start)
    {
        var message = exception.Message;
        var end = new YamlPlace((int)exception.End.Line, (int)exception.End.Column);
        if (message.Contains("tab", StringComparison.Ordinal) && FirstTab(exception.Start.Index) is { } tab)
            return tab;
        if (message.Contains("unknown escape", StringComparison.Ordinal))
            return end with { Column = end.Column + 1 };
        if (message.Contains("wrong indentation", StringComparison.Ordinal))
            return text.IndexOf('"', (int)Math.Min(exception.Start.Index + 1, text.Length)) < 0 ? PlaceAt(text.Length) : start;
        if (message.Contains("expected key", StringComparison.Ordinal) && end != start && IsFirstWord(exception.Start.Index))
            return NextToken(exception.End.Index);
        var notices = message.StartsWith("While scanning", StringComparison.Ordinal)
            && (message.Contains("quoted scalar", StringComparison.Ordinal) || message.Contains("block scalar", StringComparison.Ordinal) || message.Contains("anchor", StringComparison.Ordinal) || message.Contains("directive", StringComparison.Ordinal));
        return notices ? end : start;
    }

    /// <summary>The first tab in the indentation of a line from the given place on.</summary>
    private YamlPlace? FirstTab(long from)
    {
        for (var line = text.LastIndexOf('\n', (int)Math.Clamp(from, 0, Math.Max(text.Length - 1, 0))) + 1; line >= 0 && line < text.Length; line = text.IndexOf('\n', line) + 1)
        {
            var indentation = text.AsSpan(line).IndexOfAnyExcept(' ', '\t');
            var tab = text.AsSpan(line, Math.Max(indentation, 0)).IndexOf('\t');
            if (tab >= 0)
                return PlaceAt(line + tab);
            if (text.IndexOf('\n', line) < 0)
                return null;
        }
        return null;
    }

    /// <summary>A word, not a dash, with nothing before it in its line but dashes.</summary>
    private bool IsFirstWord(long index)
    {
        var at = (int)Math.Min(index, text.Length);
        if (at < text.Length && text[at] == '-')
            return false;
        var line = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return !text.AsSpan(line, at - line).ContainsAnyExcept(' ', '-');
    }

    /// <summary>Past white space and comments.</summary>
    private YamlPlace NextToken(long from)
    {
        var at = (int)Math.Min(from, text.Length);
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r' or '#')
        {
            var end = text[at] == '#' ? text.IndexOf('\n', at) : at;
            at = end < 0 ? text.Length : end + 1;
        }
        return PlaceAt(at);
    }

    private YamlPlace PlaceAt(int index)
    {
        var before = text.AsSpan(0, index);
        return new YamlPlace(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
