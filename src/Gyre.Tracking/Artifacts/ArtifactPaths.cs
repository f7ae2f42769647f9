using System.Text;
using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Artifacts;

/// <summary>
/// Rules for paths of artifacts. A path is taken as it is; whether it is safe is asked of it and of everything that decoding it again and again would make of it,
/// because whoever reads it later may do so.
/// </summary>
internal static partial class ArtifactPaths
{
    private const int MaxRounds = 8;

    /// <summary>The place of an address: a path in the one space of all artifacts; empty for that space itself.</summary>
    /// <exception cref="TrackingException">The address is not served here.</exception>
    public static string PlaceOf(string address)
    {
        const string Scheme = TrackingWords.ArtifactScheme;
        if (!address.StartsWith($"{Scheme}/", StringComparison.Ordinal) || HasHost(address[Scheme.Length..]))
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"The artifacts of '{address}' are not stored by this server; it serves addresses that start with {Scheme}/.");
        var place = address[Scheme.Length..].Trim('/');
        return place.Length == 0 ? "" : Check(place);
    }

    /// <summary>A path under a place.</summary>
    /// <param name="place">Empty for the space of all artifacts.</param>
    /// <param name="path">Null or empty for the place itself.</param>
    /// <exception cref="TrackingException">The path is refused.</exception>
    public static string Under(string place, string? path)
    {
        if (string.IsNullOrEmpty(path))
            return place;
        Check(path);
        return place.Length == 0 ? path : Check($"{place}/{path}");
    }

    /// <summary>The folder and the name in it.</summary>
    public static (string Folder, string Name) Part(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }

    /// <summary>What two names have in common that are one on some machine.</summary>
    public static string Fold(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant().Normalize(NormalizationForm.FormC);

    /// <exception cref="TrackingException">The path is refused.</exception>
    public static string Check(string path)
    {
        var decoded = path;
        for (var round = 0; ; round++)
        {
            CheckOnce(decoded);
            var next = Uri.UnescapeDataString(decoded);
            if (next == decoded)
                break;
            if (round == MaxRounds)
                throw Refuse("");
            decoded = next;
        }
        // What cannot be decoded as UTF-8 may be by others.
        return Encoded().IsMatch(decoded) ? throw Refuse("") : path;
    }

    private static void CheckOnce(string path)
    {
        if (path.Length == 0 || path[0] == '/' || path.AsSpan().IndexOfAny('\\', '#') >= 0 || path.Split('/').Any(Climbs))
            throw Refuse("");
        if (!SafePath.TryParse(path, out _, out var reason))
            throw Refuse($": {reason}");
    }

    /// <summary>Also with what some servers cut off before they look: <c>..;x</c>.</summary>
    private static bool Climbs(string segment)
    {
        var end = segment.AsSpan().IndexOfAny(';', '?');
        return (end < 0 ? segment : segment[..end]) is "." or "..";
    }

    private static bool HasHost(string rest) => rest.StartsWith("//", StringComparison.Ordinal) && !rest.StartsWith("///", StringComparison.Ordinal);

    private static TrackingException Refuse(string reason) => new(TrackingError.InvalidParameter, $"Invalid path{reason}");

    [GeneratedRegex("%[0-9a-fA-F]{2}")]
    private static partial Regex Encoded();
}
