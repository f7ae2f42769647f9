using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Homes;

/// <summary>Finds what a person means by a short id.</summary>
internal static class Ids
{
    private const int PageSize = 1000;
    private const int MaxPages = 20;

    /// <summary>A run by its id, the beginning of it that only one of the newest 20,000 runs has, or <c>last</c>.</summary>
    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<RunView> RunAsync(IHome home, string text, CancellationToken cancellationToken)
    {
        if (GuidIds.TryParse<RunId>(text, out var id))
            return await home.Runs.FindAsync(id, cancellationToken) ?? throw Unknown("run", text);
        if (text == "last")
            return await home.Runs.ListAsync(1, null, cancellationToken) is [var newest, ..] ? newest : throw None("run");
        CheckPrefix("run", text);

        List<RunView> found = [];
        RunId? before = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var runs = await home.Runs.ListAsync(PageSize, before, cancellationToken);
            found.AddRange(runs.Where(run => run.Id.ToString().StartsWith(text, StringComparison.Ordinal)));
            if (runs.Count < PageSize)
                break;
            before = runs[^1].Id;
        }
        return One("run", text, found, run => run.Id.ToString());
    }

    /// <summary>A cycle by its id, the unique beginning of it among the newest 1,000, or <c>last</c>.</summary>
    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<CycleView> CycleAsync(IHome home, string text, CancellationToken cancellationToken)
    {
        if (!GuidIds.TryParse<CycleId>(text, out var id))
        {
            if (text != "last")
                CheckPrefix("cycle", text);
            var cycles = await home.Cycles.ListAsync(text == "last" ? 1 : PageSize, cancellationToken);
            id = text == "last"
                ? (cycles is [var newest, ..] ? newest : throw None("cycle")).Id
                : One("cycle", text, [.. cycles.Where(cycle => cycle.Id.ToString().StartsWith(text, StringComparison.Ordinal))], cycle => cycle.Id.ToString()).Id;
        }
        return await home.Cycles.FindAsync(id, cancellationToken) ?? throw Unknown("cycle", text);
    }

    /// <summary>A node run of a run.</summary>
    /// <exception cref="InvalidInputException">There is no such node run; the message names those there are.</exception>
    public static async Task<NodeRunView> NodeAsync(IHome home, RunId run, string path, CancellationToken cancellationToken)
    {
        if (await home.Runs.NodeAsync(run, path, cancellationToken) is { } node)
            return node;
        var nodes = await home.Runs.NodesAsync(run, cancellationToken);
        var names = string.Join(", ", nodes.Take(20).Select(other => other.Path));
        throw new InvalidInputException(
            "node.unknown",
            $"Run {run} has no node run '{Shorten(path)}'.",
            Shown.Clean(NearestWords.Question(path, nodes.Select(other => other.Path)))
                + $"Available node runs: {names}{(nodes.Count > 20 ? ", ..." : "")}.");
    }

    private static T One<T>(string kind, string text, List<T> found, Func<T, string> id) => found.Count switch
    {
        1 => found[0],
        0 => throw Unknown(kind, text),
        _ => throw new InvalidInputException(
            $"{kind}.ambiguous", $"'{text}' matches {found.Count} {kind} ids.", $"Use a longer prefix: {string.Join(", ", found.Take(5).Select(id))}."),
    };

    private static void CheckPrefix(string kind, string text)
    {
        if (text.Length is < 4 or > 36 || text.Any(c => !char.IsAsciiHexDigitLower(c) && c != '-'))
            throw new InvalidInputException(
                $"{kind}.id",
                $"'{Shorten(text)}' is not a valid {kind} id.",
                $"Use the full id, a prefix of at least four digits, or 'last'. Run 'gyre {(kind == "run" ? "runs" : "cycle list")}' "
                    + "to see them.");
    }

    private static InvalidInputException Unknown(string kind, string text) =>
        new(
            $"{kind}.unknown",
            $"No {kind} in this home has the id '{text}'.",
            $"Run 'gyre {(kind == "run" ? "runs" : "cycle list")}' to see the existing ones.");

    private static InvalidInputException None(string kind) => new(
        $"{kind}.none", $"This home has no {kind}s yet.", "Start one with 'gyre run'.");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
