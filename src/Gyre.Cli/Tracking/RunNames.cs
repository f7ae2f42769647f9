using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Tracking runs as commands name them: by their ids, or the beginning of one that only one has.</summary>
internal static class RunNames
{
    private const int MinLength = 4;
    private const int WholeLength = 32;

    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<TrackingRun> FindAsync(TrackingStore tracking, string id, CancellationToken cancellationToken) =>
        await tracking.Runs.GetManyAsync([await IdOfAsync(tracking, id, cancellationToken)], cancellationToken) is [var run]
            ? run
            : throw Missing(id);

    /// <summary>The whole id.</summary>
    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<string> IdOfAsync(TrackingStore tracking, string id, CancellationToken cancellationToken)
    {
        if (id.Length is < MinLength or >= WholeLength || !id.All(char.IsAsciiHexDigitLower))
            return id;
        return await tracking.Runs.FindIdsAsync(id, 6, cancellationToken) switch
        {
            [var only] => only,
            [] => throw Missing(id),
            var several => throw new InvalidInputException(
                "tracking.run-ambiguous",
                $"'{id}' matches {(several.Length > 5 ? "more than 5" : several.Length)} tracking runs.",
                $"Use a longer prefix: {string.Join(", ", several.Take(5))}."),
        };
    }

    public static InvalidInputException Missing(string id) =>
        new(
            "tracking.run-missing",
            $"Tracking run '{Shown.Short(id, 80)}' was not found.",
            "Run 'gyre tracking search' to list runs and their ids.");
}
