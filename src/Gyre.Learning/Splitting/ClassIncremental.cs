using System.Collections.Immutable;

namespace Gyre.Learning.Splitting;

/// <summary>The class-incremental division of OctopusCL: every experience brings its own classes.</summary>
internal static class ClassIncremental
{
    public static ImmutableArray<IndexSplit> Of(
        IReadOnlyList<IReadOnlyList<string>?> outputs, PartitionOptions options, ClassOrderOptions classes)
    {
        if (outputs.Count != 1)
            throw Refuse("Class-incremental learning is only supported for single-output datasets.");
        var labels = outputs[0] ?? throw Refuse("Class-incremental learning is only supported for categorical outputs.");
        if (options.Partitions != 1)
            throw Refuse("Class-incremental learning is only supported with one partition per experience.");
        var names = TrainingSet.SortClasses(labels);
        var order = Ordered(names.Length, options, classes);
        var counts = Counts(order.Length, options.Experiences, classes.Counts);
        return [.. Groups(order, counts).Select(group => RandomPartitions.Shuffles(RowsOf(labels, names, group), options)[0])];
    }

    /// <summary>The numbers of the classes that are used, in the order of their appearance.</summary>
    private static int[] Ordered(int count, PartitionOptions options, ClassOrderOptions classes)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (classes.Order is { IsDefaultOrEmpty: false } given)
        {
            if (classes.Shuffled)
                throw Refuse("Class order is only supported for ordered splitting strategies.");
            CheckOrder(given, count);
            order = [.. given];
        }
        if (classes.Shuffled)
            new MersenneTwister(options.Seed).Shuffle(order.AsSpan());
        return order;
    }

    private static void CheckOrder(ImmutableArray<int> given, int count)
    {
        foreach (var number in given)
        {
            if (number < 0 || number >= count)
                throw Refuse($"Class {number} provided in the class order is not present in the dataset.");
        }
        if (given.Distinct().Count() != given.Length)
            throw Refuse("A class is provided more than once in the class order.");
    }

    private static int[] Counts(int classes, int experiences, ImmutableArray<int> given)
    {
        if (classes < experiences)
            throw Refuse("The number of classes in the dataset must be equal to or greater than the number of experiences.");
        if (given.IsDefaultOrEmpty)
        {
            var share = classes / experiences;
            return [.. Enumerable.Repeat(share, experiences - 1), classes - (share * (experiences - 1))];
        }
        if (given.Length != experiences)
            throw Refuse("The number of classes per experience must be given for every experience.");
        if (given.Any(count => count < 1) || given.Sum(count => (long)count) != classes)
            throw Refuse("The sum of the number of classes per experience must be equal to the total number of classes in the dataset.");
        return [.. given];
    }

    private static IEnumerable<int[]> Groups(int[] order, int[] counts)
    {
        var next = 0;
        foreach (var count in counts)
        {
            yield return order[next..(next + count)];
            next += count;
        }
    }

    /// <summary>The rows of a group, class after class in the order of the group: the shuffle starts from this order.</summary>
    private static int[] RowsOf(IReadOnlyList<string> labels, ImmutableArray<string> names, int[] group)
    {
        var rows = Stratification.ByName(labels).ToDictionary(pair => pair.Name, pair => pair.Rows, StringComparer.Ordinal);
        return [.. group.SelectMany(number => rows[names[number]])];
    }

    private static Core.InvalidInputException Refuse(string message) => PartitionOptions.Refuse(message);
}
