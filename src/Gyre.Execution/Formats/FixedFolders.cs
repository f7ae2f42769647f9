using Gyre.Execution.Layout;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Formats;

/// <summary>The folders at whose absolute paths much code written for Valohai looks, whatever the variables say.</summary>
internal static class FixedFolders
{
    public static SeenFolders Seen { get; } = new("/valohai/repository", "/valohai/inputs", "/valohai/outputs", "/valohai/config");

    /// <summary>The attempt's folders at those places.</summary>
    public static IReadOnlyList<FolderMount> Mounts(AttemptFolder folder) =>
    [
        new(folder.Repository, Seen.Repository),
        new(folder.Inputs, Seen.Inputs),
        new(folder.Outputs, Seen.Outputs),
        new(folder.Config, Seen.Config),
    ];
}
