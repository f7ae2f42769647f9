using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Continual;

namespace Gyre.Learning;

/// <summary>
/// What changes from one experience to the next, and what is told (G. van de Ven and A. Tolias, "Three scenarios for continual learning",
/// 2019).
/// </summary>
public enum ContinualScenario
{
    /// <summary>New classes arrive; the task is not told, so all classes compete.</summary>
    ClassIncremental,

    /// <summary>The same classes look different; the task is not told.</summary>
    DomainIncremental,

    /// <summary>New classes arrive; the task is told, so only its classes compete.</summary>
    TaskIncremental,
}

/// <summary>What comes at one time.</summary>
/// <param name="Training">Row numbers of its examples, in the order in which they arrive.</param>
/// <param name="Task">
/// Number of the task it belongs to, from 0: which test set is its own. Several pieces of a stream may belong to one task.
/// </param>
/// <param name="Classes">The classes that occur in its examples, ascending.</param>
public sealed record ContinualExperience(ImmutableArray<int> Training, int Task, ImmutableArray<int> Classes);

/// <summary>What is judged after the experiences of a task.</summary>
/// <param name="Test">Row numbers of the test examples.</param>
/// <param name="Classes">The classes of the task, ascending.</param>
/// <param name="InputOrder">Column numbers in the order in which the task shows them; empty for the order of the table.</param>
public sealed record ContinualTask(ImmutableArray<int> Test, ImmutableArray<int> Classes, ImmutableArray<int> InputOrder);

/// <summary>Classes by when they appear, seen from one experience; ascending.</summary>
/// <param name="Present">In this experience.</param>
/// <param name="Previous">In earlier ones.</param>
/// <param name="Seen">In this or earlier ones.</param>
/// <param name="Future">Only in later ones.</param>
public sealed record ClassTimeline(
    ImmutableArray<int> Present, ImmutableArray<int> Previous, ImmutableArray<int> Seen, ImmutableArray<int> Future);

/// <summary>
/// Experiences in order, with the test set of each task. Rows are copied out when an experience is asked for, never before.
/// </summary>
public sealed class ContinualStream
{
    private readonly DenseMatrix _features;
    private readonly ImmutableArray<int> _labels;

    private ContinualStream(
        ContinualScenario scenario, DenseMatrix features, ImmutableArray<int> labels,
        ImmutableArray<ContinualTask> tasks, ImmutableArray<ContinualExperience> experiences)
    {
        (Scenario, _features, _labels, Tasks, Experiences) = (scenario, features, labels, tasks, experiences);
        Classes = labels.Max() + 1;
    }

    /// <summary>What changes between the experiences.</summary>
    public ContinualScenario Scenario { get; }

    /// <summary>Numbers per example.</summary>
    public int Features => _features.Columns;

    /// <summary>Classes of the whole stream; labels are below it.</summary>
    public int Classes { get; }

    /// <summary>The tasks in order.</summary>
    public ImmutableArray<ContinualTask> Tasks { get; }

    /// <summary>The experiences in order; their tasks never go back.</summary>
    public ImmutableArray<ContinualExperience> Experiences { get; }

    /// <summary>One experience per split, as <see cref="Splits.ClassPartitions"/> gives them.</summary>
    /// <param name="scenario">Whether tasks are told, or what the labels mean when they stay the same.</param>
    /// <param name="features">One row per example, scaled.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="splits">Training and test rows of each experience; validation rows are not used.</param>
    /// <exception cref="InvalidInputException">
    /// Rows are missing, an experience is empty or shares training rows with a test set.
    /// </exception>
    public static ContinualStream Create(
        ContinualScenario scenario, DenseMatrix features, ImmutableArray<int> labels, IReadOnlyList<IndexSplit> splits)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(splits);
        return Of(scenario, features, labels, splits, [.. splits.Select(_ => ImmutableArray<int>.Empty)]);
    }

    /// <summary>
    /// Domain-incremental: the same split in every experience, but the columns in another order (permuted views). The first keeps the
    /// order of the table.
    /// </summary>
    /// <param name="features">One row per example, scaled.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="split">Training and test rows.</param>
    /// <param name="experiences">Number of orders, at least 1.</param>
    /// <param name="seed">Fixes the orders.</param>
    public static ContinualStream Permuted(DenseMatrix features, ImmutableArray<int> labels, IndexSplit split, int experiences, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(split);
        OptionCheck.Between(nameof(experiences), experiences, 1, 100_000);
        return Of(
            ContinualScenario.DomainIncremental, features, labels, [.. Enumerable.Repeat(split, experiences)],
            StreamBuilder.InputOrders(features.Columns, experiences, seed));
    }

    /// <summary>The orders of the columns that <see cref="Permuted"/> shows; the first is that of the table.</summary>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="experiences">Number of orders, at least 1.</param>
    /// <param name="seed">Fixes the orders.</param>
    /// <returns>By experience: place k shows the column that is named there.</returns>
    public static ImmutableArray<ImmutableArray<int>> InputOrders(int columns, int experiences, ulong seed)
    {
        OptionCheck.Between(nameof(columns), columns, 1, 1_000_000);
        OptionCheck.Between(nameof(experiences), experiences, 1, 100_000);
        return StreamBuilder.InputOrders(columns, experiences, seed);
    }

    /// <summary>
    /// An online stream: each experience is shuffled and cut into pieces of a fixed size, each an experience of its own.
    /// </summary>
    /// <param name="size">Examples per piece, at least 1.</param>
    /// <param name="seed">Fixes the order.</param>
    /// <param name="dropLast">Whether a last piece with fewer examples is left out. Default false.</param>
    /// <param name="blur">
    /// Share of two neighbouring tasks' examples that are mixed at their boundary, 0 to 1; the share of the later task rises linearly
    /// there. Not where tasks are told or show their columns in their own order. Default 0.
    /// </param>
    /// <exception cref="InvalidInputException">A value is out of its range, or the boundary cannot be blurred.</exception>
    public ContinualStream InPieces(int size, ulong seed, bool dropLast = false, double blur = 0)
    {
        OptionCheck.Between(nameof(size), size, 1, int.MaxValue);
        if (blur is not (>= 0 and <= 1))
            throw new InvalidInputException("learn.option", $"The blur is {NumberText.Of(blur)}.", "Use a number from 0 to 1.");
        if (blur > 0 && (Scenario == ContinualScenario.TaskIncremental || Tasks.Any(task => !task.InputOrder.IsEmpty)))
            throw new InvalidInputException(
                "learn.blur", "Boundaries cannot be blurred where tasks are told or show their columns in their own order.");
        var pieces = OnlinePieces.Cut(Experiences, size, new SeededRandom(seed), dropLast, blur);
        return new ContinualStream(
            Scenario, _features, _labels, Tasks, [.. pieces.Select(piece => StreamBuilder.Experience(piece.Rows, piece.Task, _labels))]);
    }

    /// <summary>The examples to learn of an experience.</summary>
    /// <param name="experience">Number from 0.</param>
    public ContinualRows Training(int experience) => Rows(Experiences[experience].Training, Experiences[experience].Task);

    /// <summary>The examples to judge a task by.</summary>
    /// <param name="task">Number from 0.</param>
    public ContinualRows Test(int task) => Rows(Tasks[task].Test, task);

    /// <summary>Which classes are there, were there and are to come.</summary>
    /// <param name="experience">Number from 0.</param>
    public ClassTimeline Timeline(int experience)
    {
        var present = Experiences[experience].Classes;
        ImmutableArray<int> previous = Union(Experiences.Take(experience));
        ImmutableArray<int> seen = Union(Experiences.Take(experience + 1));
        return new ClassTimeline(present, previous, seen, [.. Union(Experiences).Except(seen)]);
    }

    private static ImmutableArray<int> Union(IEnumerable<ContinualExperience> experiences) =>
        [.. experiences.SelectMany(experience => experience.Classes).Distinct().Order()];

    private static ContinualStream Of(
        ContinualScenario scenario, DenseMatrix features, ImmutableArray<int> labels, IReadOnlyList<IndexSplit> splits,
        ImmutableArray<ImmutableArray<int>> inputOrders)
    {
        StreamBuilder.Check(features, labels, splits);
        return new ContinualStream(
            scenario, features, labels,
            [.. splits.Select((split, i) => StreamBuilder.Task(split, labels, inputOrders[i]))],
            [.. splits.Select((split, i) => StreamBuilder.Experience(split.Training, i, labels))]);
    }

    private ContinualRows Rows(ImmutableArray<int> rows, int task)
    {
        var order = Tasks[task].InputOrder;
        var features = _features.Take(rows.AsSpan());
        return new ContinualRows(
            order.IsEmpty ? features : StreamBuilder.Reordered(features, order),
            [.. rows.Select(row => _labels[row])],
            task,
            Scenario == ContinualScenario.TaskIncremental ? Tasks[task].Classes : []);
    }
}
