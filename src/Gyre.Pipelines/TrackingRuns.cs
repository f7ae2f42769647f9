using System.Globalization;
using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>
/// Ids of the tracking runs that the engine keeps; they follow from the run and the path, so that steps know them beforehand.
/// </summary>
public static class TrackingRuns
{
    /// <summary>The tracking run of a run.</summary>
    public static string IdOf(RunId run) => GuidIds.FromNames("tracking", run.ToString()).ToString("N", CultureInfo.InvariantCulture);

    /// <summary>The tracking run of a node run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Path of the node run.</param>
    public static string IdOf(RunId run, string path) =>
        GuidIds.FromNames("tracking", run.ToString(), path).ToString("N", CultureInfo.InvariantCulture);
}
