using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Datasets;

/// <summary>A version as people write it: <c>NAME</c>, <c>NAME@VERSION</c>, <c>NAME/VERSION</c> or <c>dataset://NAME/VERSION</c>.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Version">Name, tag or <c>latest</c>.</param>
internal sealed record VersionName(string Dataset, string Version)
{
    private const string Scheme = "dataset://";

    /// <summary>Whether a word can only be the address of a version.</summary>
    public static bool IsAddress(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static VersionName Parse(string text)
    {
        var name = IsAddress(text) ? text[Scheme.Length..] : text;
        var slash = name.LastIndexOf('/') is var last and >= 0 ? last : name.LastIndexOf('@');
        var version = slash < 0 ? new VersionName(name, "latest") : new VersionName(name[..slash], name[(slash + 1)..]);
        return version is { Dataset.Length: > 0, Version.Length: > 0 }
            ? version
            : throw new InvalidInputException(
                "dataset.version.name", $"'{Shown.Short(Shown.Clean(text), 100)}' does not name a version.", "Use NAME or NAME@VERSION.");
    }
}
