using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Hosting;

/// <summary>A division by a program.</summary>
internal sealed class CommandSplitter(ComponentCommand command) : ITrialSplitter
{
    private const string Rows = "rows.jsonl";
    private const string Split = "split.json";
    private const string Remedy =
        "Write {\"experiences\": [{\"partitions\": [{\"training\": [0], \"test\": [1], \"validation\": []}]}]} with indexes of examples.";

    public async Task<ImmutableArray<DatasetExperience>> SplitAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        try
        {
            await RowLines.WriteAsync(command.Folder, Rows, rows, cancellationToken).ConfigureAwait(false);
            await command.RunAsync("split", rows, null, cancellationToken).ConfigureAwait(false);
            var document = await LineFile.ReadDocumentAsync(command.Folder, Split, cancellationToken).ConfigureAwait(false);
            var known = rows.Examples.Select(static one => one.Index).ToHashSet();
            var experiences = ListOf(document, "experiences").Select(one => new DatasetExperience(
                [.. ListOf(one, "partitions").Select(part => new DatasetPartition(
                    Indexes(part, "training", known), Indexes(part, "test", known), Indexes(part, "validation", known)))]));
            return SplitDivision.Checked([.. experiences], Split);
        }
        finally
        {
            command.Dispose();
        }
    }

    private static ImmutableArray<Value> ListOf(Value? owner, string name) =>
        (owner as MapValue)?.Find(name) is ListValue { Items: { Length: > 0 } items }
            ? items
            : throw HostingRefusals.InFile(Split, 0, $"There is no list '{name}' with something in it.", Remedy);

    private static ImmutableArray<int> Indexes(Value part, string name, HashSet<long> known)
    {
        if ((part as MapValue)?.Find(name) is not { } given)
            return [];
        if (given is not ListValue { Items: var items })
            throw HostingRefusals.InFile(Split, 0, $"'{name}' is not a list of indexes.", Remedy);
        var indexes = ImmutableArray.CreateBuilder<int>(items.Length);
        foreach (var item in items)
        {
            if (item is not IntegerValue { Number: var number } || number < 0 || number > int.MaxValue || !known.Contains((long)number))
                throw HostingRefusals.InFile(
                    Split, 0, $"'{HostingRefusals.Shown(item.ToString())}' in '{name}' is not the index of an example.", Remedy);
            indexes.Add((int)number);
        }
        return indexes.MoveToImmutable();
    }
}

/// <summary>What must hold for every division.</summary>
internal static class SplitDivision
{
    /// <summary>The division, when it keeps the rules.</summary>
    /// <exception cref="InvalidInputException">It breaks one.</exception>
    public static ImmutableArray<DatasetExperience> Checked(ImmutableArray<DatasetExperience> experiences, string place)
    {
        var errors = DatasetSplits.Check(new DatasetSplit(DatasetSplit.Unnamed, experiences), place);
        return errors.IsEmpty
            ? experiences
            : throw new InvalidInputException([.. errors.Select(static one => one.ToDiagnostic(Severity.Error))]);
    }
}
