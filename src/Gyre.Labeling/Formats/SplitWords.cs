namespace Gyre.Labeling.Formats;

/// <summary>Names of splits as folders and files have them.</summary>
internal static class SplitWords
{
    /// <summary>The split that a whole name means, or null.</summary>
    public static string? Of(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => "train",
        "val" or "valid" or "validation" => "validation",
        "test" or "testing" => "test",
        _ => null,
    };
}
