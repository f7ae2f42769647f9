using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Names of files that stand in files of others.</summary>
internal static class ItemPaths
{
    /// <summary>The usual folder of images, which is no part of the name of an image.</summary>
    public const string Images = "images/";

    /// <summary>A path that stays in its folder.</summary>
    /// <exception cref="InvalidInputException">It does not (kind <c>unsafe-path</c>).</exception>
    public static string Safe(string? text) => text is null
        ? throw LabelRefusal.Of(ProblemKinds.Syntax, "The name of the file is missing.", "Add it.")
        : SafePath.TryParse(text, out var path, out var reason)
            ? path.ToString()
            : throw LabelRefusal.Of(
            ProblemKinds.UnsafePath, $"The file name '{ProblemLog.Short(text)}' is not valid: {reason}.",
            "Use a path inside the folder of the items.");

    /// <summary>A path without the usual folder of images.</summary>
    public static string WithoutImages(string path) => path.StartsWith(Images, StringComparison.Ordinal) && path.Length > Images.Length
        ? path[Images.Length..] : path;

    /// <summary>The name of an item without the ending of its file: what files beside it are called.</summary>
    public static string Stem(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > name.LastIndexOf('/') + 1 ? name[..dot] : name;
    }
}
