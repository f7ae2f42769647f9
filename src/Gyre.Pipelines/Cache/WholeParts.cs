using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Cache;

/// <summary>
/// Says what differs in long texts. A key holds them by their digests, which tell people nothing; the texts themselves are read again from the two runs.
/// </summary>
internal static class WholeParts
{
    private const int MaxLines = 3;
    private const int MaxText = 160;

    /// <summary>The differences with digests of long texts replaced by the lines that differ, where both are still there.</summary>
    /// <param name="session">Reads the two runs.</param>
    /// <param name="differences">What differs between the keys.</param>
    /// <param name="earlier">The result it was compared with.</param>
    /// <param name="plan">The run that is explained.</param>
    /// <param name="node">The node run that is explained.</param>
    /// <param name="filesFrom">The node run that holds its inputs and environment.</param>
    public static ImmutableArray<CacheDifference> Explain(
        IDbSession session, ImmutableArray<CacheDifference> differences, CacheRow earlier, RunPlan plan, NodeRun node, NodeRun filesFrom)
    {
        if (!differences.Any(IsByDigest))
            return differences;
        var before = Texts(session, earlier.Run, RunStore.Node(session, earlier.Run, earlier.NodePath));
        var now = Texts(plan, node, filesFrom);
        return [.. differences.Select(difference => IsByDigest(difference) ? Explain(difference, before, now) : difference)];
    }

    /// <summary>Lines that differ: what both begin and end with is left out.</summary>
    public static (string Before, string Now) Compare(string before, string now)
    {
        string[] old = LinesOf(before), fresh = LinesOf(now);
        var same = old.Zip(fresh).TakeWhile(pair => pair.First == pair.Second).Count();
        var most = Math.Min(old.Length, fresh.Length) - same;
        var end = old.Reverse().Zip(fresh.Reverse()).Take(most).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Describe(old[same..^end], same), Describe(fresh[same..^end], same));
    }

    // The code's digest is what there is to say of it.
    private static bool IsByDigest(CacheDifference difference) => difference.Part != "code" && (IsDigest(difference.Before) || IsDigest(difference.Now));

    private static bool IsDigest(string? text) => text is not null && Digest.TryParse(text, out _);

    private static CacheDifference Explain(CacheDifference difference, Dictionary<string, string> before, Dictionary<string, string> now)
    {
        var (old, fresh) = (before.GetValueOrDefault(difference.Part), now.GetValueOrDefault(difference.Part));
        if (old is null || fresh is null)
            return difference with { Before = difference.Before is null ? null : old is null ? difference.Before : Short(old), Now = difference.Now is null ? null : fresh is null ? difference.Now : Short(fresh) };
        var (olds, news) = Compare(old, fresh);
        return difference with { Before = olds, Now = news };
    }

    private static Dictionary<string, string> Texts(IDbSession session, RunId run, NodeRun? node)
    {
        if (node is null || RunStore.Plan(session, run) is not { } plan)
            return [];
        return Texts(plan, node, node.Parent is { } parent ? RunStore.Node(session, run, parent) ?? node : node);
    }

    private static Dictionary<string, string> Texts(RunPlan plan, NodeRun node, NodeRun filesFrom) =>
        new RunGraph(plan).FindStep(node.Node) is { } step
        ? CacheKeyParts.Whole(plan, step, node, filesFrom, plan.Code).Parts.ToDictionary(
            part => part.Name, part => part.Text, StringComparer.Ordinal)
        : [];

    /// <summary>Programs stand in arguments as JSON texts, where their ends of lines are written <c>\n</c>; arguments are joined by zero characters.</summary>
    private static string[] LinesOf(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace('\0', '\n').Split('\n');

    private static string Describe(string[] lines, int first)
    {
        if (lines.Length == 0)
            return string.Create(CultureInfo.InvariantCulture, $"line {first + 1}: (nothing)");
        var shown = string.Join(" / ", lines.Take(MaxLines).Select(line => line.Trim()));
        var more = lines.Length > MaxLines ? string.Create(CultureInfo.InvariantCulture, $" (and {lines.Length - MaxLines} more lines)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"line {first + 1}: {Short(shown)}{more}");
    }

    private static string Short(string text) => text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…";
}
