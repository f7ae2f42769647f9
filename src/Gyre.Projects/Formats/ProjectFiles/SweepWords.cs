namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Words of sweeps, in the spelling in which they are looked up.</summary>
internal static class SweepWords
{
    public static readonly Dictionary<string, SweepKind> Kinds = new(StringComparer.Ordinal)
    {
        ["grid_search"] = SweepKind.Grid,
        ["random_search"] = SweepKind.Random,
        ["manual_search"] = SweepKind.Manual,
        ["bayesian_tpe"] = SweepKind.Bayesian,
        ["distributed"] = SweepKind.Distributed,
    };

    /// <summary>Ways in which values of a parameter are found.</summary>
    public static readonly string[] Styles = ["single", "multiple", "linear", "logspace", "random"];

    public static readonly Dictionary<string, OnChildError> ChildErrors = new(StringComparer.Ordinal)
    {
        ["continue-and-complete"] = OnChildError.ContinueAndComplete,
        ["continue-and-error"] = OnChildError.ContinueAndError,
        ["stop-all-and-error"] = OnChildError.StopAllAndError,
    };
}
