using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Tracking runs as commands name them: by their whole ids.</summary>
internal static class RunNames
{
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static async Task<TrackingRun> FindAsync(TrackingStore tracking, string id, CancellationToken cancellationToken)
    {
        var found = await tracking.Runs.GetManyAsync([id], cancellationToken);
        return found is [var run] ? run : throw Missing(id);
    }

    public static InvalidInputException Missing(string id) =>
        new(
            "tracking.run-missing",
            $"Tracking run '{Shown.Short(id, 80)}' was not found.",
            "Run 'gyre tracking search' to list runs and their ids.");
}
