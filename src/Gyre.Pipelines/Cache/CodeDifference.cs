using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Cache;

/// <summary>The code of two node runs.</summary>
/// <param name="Before">Tree of the earlier one.</param>
/// <param name="Now">Tree of the one that is explained.</param>
/// <param name="Patterns">The files that count; empty for all.</param>
internal sealed record CodePair(Digest Before, Digest Now, ImmutableArray<string> Patterns);

/// <summary>Says which files of the code differ: a key holds the digest of all of them.</summary>
internal static class CodeDifference
{
    private const string Part = "code";
    private const int MaxFiles = 5;
    private const int DigestLength = 8;

    /// <summary>Where the code of both is; null when the earlier run is not there any more.</summary>
    /// <param name="session">Reads the earlier run.</param>
    /// <param name="earlier">The result it is compared with.</param>
    /// <param name="plan">The run that is explained.</param>
    /// <param name="node">The node run that is explained.</param>
    public static CodePair? Find(IDbSession session, CacheRow earlier, RunPlan plan, NodeRun node)
    {
        var before = RunStore.Plan(session, earlier.Run) is { } old ? Code(old, earlier.Node) : null;
        return before is { } was && Code(plan, node.Node) is { } now ? new CodePair(was.Tree, now.Tree, now.Patterns) : null;
    }

    /// <summary>The differences with that of the code as names of files, when their list is still there.</summary>
    public static async Task<ImmutableArray<CacheDifference>> ExplainAsync(CodeSnapshots snapshots, ImmutableArray<CacheDifference> differences, CodePair code, CancellationToken cancellationToken)
    {
        if (differences.All(difference => difference.Part != Part))
            return differences;
        try
        {
            var before = FilesOf(await snapshots.ReadAsync(code.Before, cancellationToken), code.Patterns);
            var now = FilesOf(await snapshots.ReadAsync(code.Now, cancellationToken), code.Patterns);
            var changes = await snapshots.CompareAsync(code.Before, code.Now, code.Patterns, cancellationToken);
            var named = new CacheDifference(Part, Describe(before, now), Describe(now, before)) { Changes = changes ?? [] };
            return before.SetEquals(now) ? differences : [.. differences.Select(difference => difference.Part == Part ? named : difference)];
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            return differences;
        }
    }

    private static (Digest Tree, ImmutableArray<string> Patterns)? Code(RunPlan plan, string address) =>
        new RunGraph(plan).FindStep(address) is { } step ? (step.Revision?.Code ?? plan.Code, step.Cache.Code) : null;

    private static HashSet<CodeFile> FilesOf(CodeTree tree, ImmutableArray<string> patterns) =>
        [.. tree.Files.Where(file => patterns.IsEmpty || patterns.Any(pattern => FilePattern.Matches(pattern, file.Path)))];

    private static string Describe(HashSet<CodeFile> files, HashSet<CodeFile> others)
    {
        var own = files.Where(file => !others.Contains(file)).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        if (own.Count == 0)
            return "(none)";
        var more = own.Count > MaxFiles ? string.Create(CultureInfo.InvariantCulture, $" and {own.Count - MaxFiles} more") : "";
        return string.Join(", ", own.Take(MaxFiles).Select(file => $"{file.Path} {file.Digest.Hex[..DigestLength]}{(file.Executable ? " executable" : "")}")) + more;
    }
}
