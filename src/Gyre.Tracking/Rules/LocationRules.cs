using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Rules;

/// <summary>Rules for addresses of artifacts. Nothing but what this store serves itself is taken: it would be asked to read from there.</summary>
internal static class LocationRules
{
    public const string Scheme = TrackingWords.ArtifactScheme;
    private const int MaxLength = 2048;

    /// <exception cref="TrackingException">The address is refused.</exception>
    public static void Check(string location)
    {
        if (location.StartsWith("runs:", StringComparison.Ordinal))
            throw Refuse($"Artifact location cannot be a runs:/ URI. Given: '{location}'");
        NameRules.CheckLength(location, MaxLength, "artifact_location");
        if (location.Contains('#', StringComparison.Ordinal) || location.Contains(';', StringComparison.Ordinal))
            throw Refuse("'artifact_location' URL can't include fragments or params.");
        var question = location.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0 && Uri.UnescapeDataString(location[question..]).Contains("..", StringComparison.Ordinal))
            throw Refuse("Invalid query string");
        // Two slashes would name another server.
        if (!location.StartsWith(Scheme + "/", StringComparison.Ordinal) || location.StartsWith(Scheme + "//", StringComparison.Ordinal))
            throw Refuse(
                $"Invalid artifact location: '{location}'. This server stores artifacts itself. Omit the location, or use one that "
                    + $"starts with {Scheme}/.");
        if (!IsPlain(location[Scheme.Length..].Trim('/')))
            throw Refuse($"Invalid artifact location: '{location}'. The path contains parts that are not allowed.");
    }

    private static bool IsPlain(string path) => path.Length == 0 || Gyre.Core.SafePath.TryParse(path, out _, out _);

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
