using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Code;

/// <summary>The digest of the code that counts for a step.</summary>
internal static class CodeTreeDigest
{
    /// <summary>Digest of all files, or of those that patterns pick.</summary>
    public static Digest DigestOf(this CodeTree tree, ImmutableArray<string> patterns) => Digest.Of((patterns.IsEmpty
        ? tree
        : new CodeTree([.. tree.Files.Where(file => patterns.Any(pattern => FilePattern.Matches(pattern, file.Path)))])).ToText());
}
