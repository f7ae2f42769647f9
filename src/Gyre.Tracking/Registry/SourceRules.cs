using System.Buffers;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Registry;

/// <summary>
/// Which addresses a version may come from. Files of this machine are never taken, because nothing that this store serves lies there by its path; and no address may
/// lead upwards, however often it is encoded.
/// </summary>
internal static class SourceRules
{
    /// <summary>Begins what stands for a logged model or another version.</summary>
    public const string Models = "models:/";

    private const int MaxLength = 10_000;
    private const int MaxDecoding = 20;

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    /// <exception cref="TrackingException">The source is refused.</exception>
    /// <param name="source">As it was sent.</param>
    /// <param name="isOfModel">Whether a logged model was named, rather than a run.</param>
    public static void Check(string source, bool isOfModel)
    {
        NameRules.CheckLength(source, MaxLength, "source");
        if (IsLocal(source))
        {
            var (parameter, owner) = isOfModel ? ("model_id", "model") : ("run_id", "run");
            throw RegistryRules.Refuse(
                $"Invalid model version source: '{PathOf(source)}'. To use a local path as a model version source, the {parameter} request parameter has to be specified and the local path has to be contained within the artifact directory of the {owner} specified by the {parameter}.");
        }
        if (LeadsAstray(source))
        {
            throw RegistryRules.Refuse(
                $"Invalid model version source: '{source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.");
        }
    }

    private static bool IsLocal(string source) => SchemeOf(source) is not { } scheme || scheme.Length == 1 || scheme.Equals("file", StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters, digits, <c>+</c>, <c>-</c> and <c>.</c> before the first colon; null when there is none.</summary>
    private static string? SchemeOf(string source)
    {
        var colon = source.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(source[0]) && source.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0 ? source[..colon] : null;
    }

    private static string PathOf(string source)
    {
        if (!source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return source;
        var path = source["file:".Length..];
        if (!path.StartsWith("//", StringComparison.Ordinal))
            return path;
        var slash = path.IndexOf('/', 2);
        return slash < 0 ? path : path[slash..];
    }

    private static bool LeadsAstray(string source)
    {
        var text = source;
        for (var round = 0; round < MaxDecoding; round++)
        {
            if (text.Contains('\0', StringComparison.Ordinal) || text.Split('/', '\\').Contains("..", StringComparer.Ordinal))
                return true;
            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
                return false;
            text = decoded;
        }
        return true;
    }
}
