using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Datasets;

/// <summary>A version as people write it: <c>NAME</c>, <c>NAME/VERSION</c> or <c>dataset://NAME/VERSION</c>.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Version">Name, tag or <c>latest</c>.</param>
internal sealed record VersionName(string Dataset, string Version)
{
    private const string Scheme = "dataset://";

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static VersionName Parse(string text)
    {
        var name = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
        var slash = name.LastIndexOf('/');
        var version = slash < 0 ? new VersionName(name, "latest") : new VersionName(name[..slash], name[(slash + 1)..]);
        return version is { Dataset.Length: > 0, Version.Length: > 0 }
            ? version
            : throw new InvalidInputException(
                "dataset.version.name", $"'{Shown.Short(Shown.Clean(text), 100)}' does not name a version.", "Use NAME or NAME/VERSION.");
    }
}
