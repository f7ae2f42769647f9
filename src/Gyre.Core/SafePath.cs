using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gyre.Core;

/// <summary>
/// A relative path that cannot leave the folder it is put under: no empty, <c>.</c> or <c>..</c> segment, no root, no drive,
/// no backslash, no control character, and no name that Windows would read as something else. Segments are joined by <c>/</c>.
/// </summary>
/// <remarks>It says nothing about links that are already in the folder: whoever opens the file must not follow them.</remarks>
public sealed record SafePath
{
    /// <summary>The longest segment in UTF-8 bytes.</summary>
    public const int MaxSegmentBytes = 255;

    /// <summary>The longest path in UTF-8 bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The most segments.</summary>
    public const int MaxSegments = 100;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })],
        StringComparer.OrdinalIgnoreCase);

    private SafePath(ImmutableArray<string> segments) => Segments = segments;

    /// <summary>The names on the way, at least one.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>The last segment.</summary>
    public string FileName => Segments[^1];

    /// <summary>Reads a path from outside; it is not decoded in any way.</summary>
    /// <param name="text">Segments joined by <c>/</c>.</param>
    /// <param name="path">The path, in Unicode form NFC.</param>
    /// <param name="reason">Why it was refused.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SafePath? path, [NotNullWhen(false)] out string? reason)
    {
        path = null;
        // Looked at in the form that is kept: composing may make a name longer.
        var kept = Composed(text);
        reason = kept is null ? RefuseWhole(text) : Refuse(kept);
        if (reason is not null)
            return false;
        path = new SafePath([.. kept!.Split('/')]);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="InvalidInputException">The path is refused (code <c>path.invalid</c>).</exception>
    public static SafePath Parse(string text) => TryParse(text, out var path, out var reason)
        ? path
        : throw new InvalidInputException(
            "path.invalid",
            $"The path '{Shown(text)}' is not valid: {reason}.",
            "Use a relative path inside its folder, with '/' between names.");

    /// <summary>The place under a folder. Only names are looked at, not the disk.</summary>
    public string Under(string folder) => Path.Join([folder, .. Segments]);

    /// <inheritdoc/>
    public bool Equals(SafePath? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join('/', Segments);

    /// <summary>The text in form NFC; null when it is empty, too long or no Unicode.</summary>
    private static string? Composed(string? text) =>
        string.IsNullOrEmpty(text) || text.Length > MaxBytes || Utf8Length(text) is < 0 or > MaxBytes
            ? null
            : text.Normalize(NormalizationForm.FormC);

    private static string RefuseWhole(string? text) =>
        string.IsNullOrEmpty(text) ? "it is empty" : $"it is longer than {MaxBytes} bytes or not valid Unicode";

    private static string? Refuse(string text)
    {
        if (Utf8Length(text) > MaxBytes)
            return RefuseWhole(text);
        var segments = text.Split('/');
        if (segments.Length > MaxSegments)
            return $"it has more than {MaxSegments} segments";
        return segments.Select(RefuseSegment).FirstOrDefault(reason => reason is not null);
    }

    private static string? RefuseSegment(string segment)
    {
        if (segment.Length == 0)
            return "a segment is empty (it starts or ends with '/' or has '//')";
        if (segment is "." or "..")
            return $"it contains '{segment}'";
        if (segment[0] == '~')
            return "a segment starts with '~'";
        if (segment.Any(c => char.IsControl(c) || c is '\\' or ':'))
            return "it contains a control character, '\\' or ':'";
        if (segment[^1] is '.' or ' ')
            return "a segment ends with a dot or a space";
        if (Devices.Contains(segment.Split('.')[0].TrimEnd(' ')))
            return $"'{segment}' is a device name on Windows";
        return Utf8Length(segment) > MaxSegmentBytes ? $"a segment is longer than {MaxSegmentBytes} bytes" : null;
    }

    private static int Utf8Length(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return -1;
        }
    }

    private static string Shown(string? text) => text is null ? "" : text.Length <= 200 ? text : text[..200] + "...";
}
