using System.Collections.Immutable;

namespace Gyre.Learning.Splitting;

/// <summary>The random partitions of OctopusCL: shares of a seeded shuffle.</summary>
internal static class RandomPartitions
{
    public static ImmutableArray<ImmutableArray<IndexSplit>> Of(int rows, PartitionOptions options)
    {
        var size = rows / options.Experiences;
        return [.. Enumerable.Range(0, options.Experiences).Select(Experience)];

        ImmutableArray<IndexSplit> Experience(int index)
        {
            var first = index * size;
            var count = index == options.Experiences - 1 ? rows - first : size;
            return Shuffles([.. Enumerable.Range(first, count)], options);
        }
    }

    /// <summary>One seeding, then a shuffle of a fresh copy for every partition.</summary>
    public static ImmutableArray<IndexSplit> Shuffles(int[] rows, PartitionOptions options)
    {
        var random = new MersenneTwister(options.Seed);
        var splits = ImmutableArray.CreateBuilder<IndexSplit>(options.Partitions);
        for (var partition = 0; partition < options.Partitions; partition++)
        {
            int[] order = [.. rows];
            random.Shuffle(order.AsSpan());
            splits.Add(Cut(order, options));
        }
        return splits.MoveToImmutable();
    }

    private static IndexSplit Cut(int[] order, PartitionOptions options)
    {
        var training = Math.Min((int)(order.Length * options.Training), order.Length);
        var test = Math.Min((int)(order.Length * options.Test), order.Length - training);
        return new IndexSplit(
            Sorted(order.AsSpan(0, training)), Sorted(order.AsSpan(training, test)), Sorted(order.AsSpan(training + test)));
    }

    private static ImmutableArray<int> Sorted(Span<int> rows)
    {
        rows.Sort();
        return [.. rows];
    }
}
