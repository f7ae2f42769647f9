using System.Text;

namespace Gyre.Server.Http;

/// <summary>What a message repeats of a request.</summary>
internal static class Quotes
{
    /// <summary>The most characters of what was given that a message repeats.</summary>
    public const int MaxLength = 200;

    /// <summary>No message of this program is longer without what was given.</summary>
    private const int MaxMessage = 1000;

    private const string More = "...";

    /// <summary>The text, or its beginning when it is long.</summary>
    public static string Shorten(string text) => text.Length <= MaxLength ? text : text[..End(text, MaxLength)] + More;

    /// <summary>
    /// A message whose parts in quotes and words are each at most <see cref="MaxLength"/> long, for messages that are made below, where
    /// nobody knows how much a client may send.
    /// </summary>
    public static string Bound(string message)
    {
        if (message.Length <= MaxLength)
            return message;
        var bound = new StringBuilder(Math.Min(message.Length, MaxMessage) + More.Length);
        for (var at = 0; at < message.Length && bound.Length < MaxMessage;)
        {
            var end = PartEnd(message, at);
            var part = message.AsSpan(at, end - at);
            if (part.Length <= MaxLength + 2)
                bound.Append(part);
            else
                bound.Append(part[..End(message, at + MaxLength, at)]).Append(More).Append(part[^1] is '\'' or '"' ? part[^1..] : []);
            at = end;
        }
        return bound.Length <= MaxMessage ? bound.ToString() : bound.ToString(0, MaxMessage) + More;
    }

    /// <summary>Behind what is in quotes from here on, or behind the word.</summary>
    private static int PartEnd(string message, int start)
    {
        var quote = message[start];
        if (quote is '\'' or '"' && message.IndexOf(quote, start + 1) is > 0 and var closing)
            return closing + 1;
        if (char.IsWhiteSpace(quote))
            return start + 1;
        var end = start + 1;
        while (end < message.Length && !char.IsWhiteSpace(message[end]) && message[end] is not ('\'' or '"'))
            end++;
        return end;
    }

    private static int End(string text, int end, int start = 0) => (char.IsHighSurrogate(text[end - 1]) ? end - 1 : end) - start;
}
