using System.Collections.Immutable;

namespace Gyre.Learning.Splitting;

/// <summary>The domain-incremental division: every experience brings the rows of its own domain.</summary>
internal static class DomainIncremental
{
    public static ImmutableArray<IndexSplit> Of(IReadOnlyList<string> domains, ImmutableArray<string> order, PartitionOptions options)
    {
        if (options.Partitions != 1)
            throw PartitionOptions.Refuse("Domain-incremental learning is only supported with one partition per experience.");
        var rows = Stratification.ByName(domains).ToDictionary(pair => pair.Name, pair => pair.Rows, StringComparer.Ordinal);
        ImmutableArray<string> names = order.IsDefaultOrEmpty ? TrainingSet.SortClasses(domains) : order;
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw PartitionOptions.Refuse("A domain is provided more than once in the order of the domains.");
        if (names.FirstOrDefault(name => !rows.ContainsKey(name)) is { } missing)
            throw PartitionOptions.Refuse($"Domain '{missing}' is not present in the dataset.");
        return [.. names.Select(name => RandomPartitions.Shuffles(rows[name], options)[0])];
    }
}
