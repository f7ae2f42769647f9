using System.Globalization;
using Gyre.Core;

namespace Gyre.Pipelines.Machine;

/// <summary>Ids of attempts: chosen before they are started, so that starting twice is the same as once.</summary>
internal static class AttemptIds
{
    /// <param name="run">The run.</param>
    /// <param name="path">The node run.</param>
    /// <param name="number">Which try it is, from 1.</param>
    /// <param name="lost">How many tries got lost before it.</param>
    public static AttemptId Of(RunId run, string path, int number, int lost) =>
        new(GuidIds.FromNames("attempt", run.ToString(), path, number.ToString(CultureInfo.InvariantCulture), lost.ToString(CultureInfo.InvariantCulture)));
}
