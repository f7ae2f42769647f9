using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>Checks what a stream is made of and works out its tasks.</summary>
internal static class StreamBuilder
{
    public static void Check(DenseMatrix features, ImmutableArray<int> labels, IReadOnlyList<IndexSplit> splits)
    {
        if (labels.IsDefault || labels.Length != features.Rows)
            throw Refuse($"{features.Rows} rows have {(labels.IsDefault ? 0 : labels.Length)} labels.");
        if (splits.Count == 0 || splits.Any(split => split.Training.IsDefaultOrEmpty || split.Test.IsDefaultOrEmpty))
            throw Refuse("A stream requires at least one experience, each with training and test rows.");
        if (labels.Any(label => label < 0))
            throw Refuse("Labels must be numbers from 0.");
        CheckRows(features.Rows, splits);
    }

    public static ContinualTask Task(IndexSplit split, ImmutableArray<int> labels, ImmutableArray<int> inputOrder) =>
        new(split.Test, ClassesOf(split.Training.Concat(split.Test), labels), inputOrder);

    public static ContinualExperience Experience(ImmutableArray<int> rows, int task, ImmutableArray<int> labels) =>
        new(rows, task, ClassesOf(rows, labels));

    public static ImmutableArray<ImmutableArray<int>> InputOrders(int columns, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(i => Order(i, columns, random))];
    }

    public static DenseMatrix Reordered(DenseMatrix features, ImmutableArray<int> order)
    {
        var view = new DenseMatrix(features.Rows, features.Columns);
        for (var row = 0; row < features.Rows; row++)
        {
            var from = features.Row(row);
            var to = view.Row(row);
            for (var column = 0; column < order.Length; column++)
                to[column] = from[order[column]];
        }
        return view;
    }

    private static ImmutableArray<int> ClassesOf(IEnumerable<int> rows, ImmutableArray<int> labels) =>
        [.. rows.Select(row => labels[row]).Distinct().Order()];

    private static ImmutableArray<int> Order(int number, int columns, SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, columns)];
        if (number > 0)
            random.Fork($"columns/{number}").Shuffle(order.AsSpan());
        return [.. order];
    }

    private static void CheckRows(int rows, IReadOnlyList<IndexSplit> splits)
    {
        var test = splits.SelectMany(split => split.Test).ToHashSet();
        foreach (var row in splits.SelectMany(split => split.Training).Concat(test))
        {
            if (row < 0 || row >= rows)
                throw Refuse($"Row {row} is not from 0 to {rows - 1}.");
        }
        if (splits.SelectMany(split => split.Training).FirstOrDefault(test.Contains, -1) is >= 0 and var shared)
            throw Refuse($"Row {shared} is both a training and a test row.");
    }

    private static InvalidInputException Refuse(string message) => new("learn.stream", message);
}
