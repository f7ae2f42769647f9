using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Splitting;

namespace Gyre.Learning;

/// <summary>
/// Divides rows for training and testing; the same input and seed give the same rows on every machine. All are O(n log n) or less.
/// </summary>
public static class Splits
{
    /// <summary>
    /// OctopusCL's RandomPartitioner, row for row: consecutive blocks are the experiences, and each is shuffled with the same seed, once
    /// per partition.
    /// </summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="options">Shares, seed and counts.</param>
    /// <returns>For each experience its partitions.</returns>
    /// <exception cref="InvalidInputException">The options are not valid.</exception>
    public static ImmutableArray<ImmutableArray<IndexSplit>> Partitions(int rows, PartitionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return RandomPartitions.Of(rows, options);
    }

    /// <summary>OctopusCL's CILSplitter, row for row: each experience has all rows of its own classes.</summary>
    /// <param name="outputs">
    /// The output columns of the dataset, each with one label per row, or null for a column whose values are not categories. There must be
    /// exactly one.
    /// </param>
    /// <param name="options">Shares, seed and counts; one partition.</param>
    /// <param name="classes">Which classes come when.</param>
    /// <returns>One split per experience.</returns>
    /// <exception cref="InvalidInputException">The options are not valid or do not fit the classes.</exception>
    public static ImmutableArray<IndexSplit> ClassPartitions(
        IReadOnlyList<IReadOnlyList<string>?> outputs, PartitionOptions options, ClassOrderOptions classes)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(classes);
        options.Check();
        return ClassIncremental.Of(outputs, options, classes);
    }

    /// <summary>
    /// Domain-incremental: each experience has all rows of one domain, shuffled and cut as in <see cref="ClassPartitions"/>.
    /// </summary>
    /// <param name="domains">One domain per row.</param>
    /// <param name="order">
    /// The domains in the order in which they come; others are left out with all their rows. Empty for all, as
    /// <see cref="TrainingSet.SortClasses"/> orders them.
    /// </param>
    /// <param name="options">Shares and seed; one partition. The number of experiences is that of the domains.</param>
    /// <returns>One split per domain.</returns>
    /// <exception cref="InvalidInputException">The options are not valid, or a domain is there twice or not at all.</exception>
    public static ImmutableArray<IndexSplit> DomainPartitions(
        IReadOnlyList<string> domains, ImmutableArray<string> order, PartitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return DomainIncremental.Of(Checked(domains), order, options);
    }

    /// <summary>
    /// Every class gives the same share of its rows to the test, as near as whole rows allow; a class of two or more rows is on both
    /// sides.
    /// </summary>
    /// <param name="labels">One class per row.</param>
    /// <param name="testFraction">Above 0 and below 1.</param>
    /// <param name="seed">Fixes which rows.</param>
    public static IndexSplit Stratified(IReadOnlyList<string> labels, double testFraction, ulong seed) =>
        Stratification.Split(Checked(labels), Fraction(testFraction), new SeededRandom(seed));

    /// <summary>
    /// Rows of one group stay on one side. Groups come in a random order into the test while it thereby gets nearer to its share.
    /// </summary>
    /// <param name="groups">One group per row; at least two different ones.</param>
    /// <param name="testFraction">Above 0 and below 1; each side keeps at least one group.</param>
    /// <param name="seed">Fixes which groups.</param>
    /// <exception cref="InvalidInputException">There are fewer than two groups.</exception>
    public static IndexSplit Grouped(IReadOnlyList<string> groups, double testFraction, ulong seed) =>
        Grouping.Split(Checked(groups), Fraction(testFraction), new SeededRandom(seed));

    /// <summary>
    /// The latest rows are the test. Rows of the same time stay on one side: those of the time at the cut go to the test.
    /// </summary>
    /// <param name="times">One time per row, in any unit.</param>
    /// <param name="testFraction">Above 0 and below 1; the test has at least this share, rounded to whole rows.</param>
    /// <exception cref="InvalidInputException">Nothing remains to train on.</exception>
    public static IndexSplit TimeOrdered(IReadOnlyList<long> times, double testFraction) =>
        TimeOrder.Split(Checked(times), Fraction(testFraction));

    /// <summary>Cross-validation: each row is in the test of exactly one fold; sizes differ by at most one.</summary>
    /// <param name="rows">Number of rows, at least <paramref name="folds"/>.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Fixes which rows.</param>
    /// <exception cref="InvalidInputException">There are fewer rows than folds or fewer than two folds.</exception>
    public static ImmutableArray<IndexSplit> Folds(int rows, int folds, ulong seed) => Folding.Plain(rows, folds, new SeededRandom(seed));

    /// <summary>Cross-validation in which the counts of each class differ by at most one between folds.</summary>
    /// <param name="labels">One class per row.</param>
    /// <param name="folds">At least 2, at most the number of rows.</param>
    /// <param name="seed">Fixes which rows.</param>
    /// <exception cref="InvalidInputException">There are fewer rows than folds or fewer than two folds.</exception>
    public static ImmutableArray<IndexSplit> StratifiedFolds(IReadOnlyList<string> labels, int folds, ulong seed) =>
        Folding.Stratified(Checked(labels), folds, new SeededRandom(seed));

    private static IReadOnlyList<T> Checked<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }

    private static double Fraction(double value) => value is > 0 and < 1
        ? value
        : throw PartitionOptions.Refuse($"The test fraction is {NumberText.Of(value)}.", "Use a number greater than 0 and less than 1.");
}
