using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A folder of experiments, one per file.</summary>
/// <param name="Experiments">In the order of their files' names.</param>
public sealed record ExperimentPlan(ImmutableArray<PlannedExperiment> Experiments);

/// <summary>What the files of a plan say.</summary>
/// <param name="Plan">Null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors and warnings by file, in document order.</param>
public sealed record PlanReading(ExperimentPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Which classes a plan may name beside the built-in ones.</summary>
public sealed record PlanLanguage
{
    /// <summary>Components under the names of a user's Python classes: <c>my_pkg.my_model.MyModel</c> to <c>mlp</c>.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether a class of this full name is there as Python source; asked for names that are neither built in nor aliases.
    /// </summary>
    public Func<string, bool> IsPythonClass { get; init; } = static _ => false;
}

/// <summary>Trials over datasets, divided in one way.</summary>
public sealed record PlannedExperiment
{
    /// <summary>Name of the tracking experiment.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>Folder names of the datasets; may be empty.</summary>
    public required ImmutableArray<string> Datasets { get; init; }

    /// <summary>The folder that the datasets are in; null where it is not said.</summary>
    public string? Location { get; init; }

    /// <summary>Whether each dataset is inspected before a trial uses it.</summary>
    public bool Inspect { get; init; }

    /// <summary>How examples are divided when <see cref="SplitFolder"/> is null.</summary>
    public ClassBlock? Splitter { get; init; }

    /// <summary>Name of a split that each dataset has; it comes before <see cref="Splitter"/>.</summary>
    public string? SplitFolder { get; init; }

    /// <summary>Whether each example is seen once, in small batches.</summary>
    public bool IsOnline { get; init; }

    /// <summary>Models are also judged about every so many examples that they learned; null where the plan does not say.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>Metrics beside the usual ones.</summary>
    public ImmutableArray<ClassBlock> Metrics { get; init; } = [];

    /// <summary>Artifacts beside the usual ones.</summary>
    public ImmutableArray<ClassBlock> Artifacts { get; init; } = [];

    /// <summary>Trials on datasets at once; at least 1.</summary>
    public required int MaxWorkers { get; init; }

    /// <summary>The trials; may be empty.</summary>
    public required ImmutableArray<PlannedTrial> Trials { get; init; }

    /// <summary>Steps of the continual stream, as far as the plan says; null when the split's folder or the dataset says it.</summary>
    public int? Experiences { get; init; }

    /// <summary>Divisions within each experience; null when the split's folder says it.</summary>
    public int? Partitions { get; init; }

    /// <summary>Runs there will be: datasets x trials x experiences x partitions; null when the split's folder decides.</summary>
    public long? Runs => (long)Datasets.Length * Trials.Length * Experiences * Partitions;

    /// <summary>Candidates of searches there will be, over datasets and partitions; null when the split's folder decides.</summary>
    public long? Candidates => Trials.All(static trial => trial.Search is null)
        ? 0
        : Datasets.Length * Trials.Sum(static trial => (long)(trial.Search?.Candidates ?? 0)) * Partitions;
}

/// <summary>One configuration of the pipeline from examples to a model.</summary>
public sealed record PlannedTrial
{
    /// <summary>Name of the trial.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>What is trained.</summary>
    public required ClassBlock Model { get; init; }

    /// <summary>What examples go through before, in order.</summary>
    public ImmutableArray<PlannedTransform> Transforms { get; init; } = [];

    /// <summary>How examples are read, by name of the dataset's schema.</summary>
    public required ImmutableArray<KeyValuePair<string, ClassBlock>> Loaders { get; init; }

    /// <summary>Where it runs: <c>local</c> or <c>aws</c>.</summary>
    public required string Host { get; init; }

    /// <summary>On what: <c>cpu</c>, <c>gpu</c> or <c>auto</c>.</summary>
    public required string Device { get; init; }

    /// <summary>A strategy of another library's, with its parameters; null for none.</summary>
    public PlannedDelegation? Delegation { get; init; }

    /// <summary>
    /// Whether nothing of an experience is left after the next, without the plan's asking for it: the model cannot go on training.
    /// </summary>
    public bool StartsAnew => Model.Component == "trees" && Delegation?.Strategy?.Component != "from-scratch";

    /// <summary>Search for parameters of the model, whose best ones the trial is run with; null for none.</summary>
    public PlannedSearch? Search { get; init; }
}

/// <summary>A transform and where it is applied.</summary>
/// <param name="Block">The transform.</param>
/// <param name="InTraining">Whether it is applied to what is learned from.</param>
/// <param name="InEvaluation">Whether it is applied to what is predicted.</param>
public sealed record PlannedTransform(ClassBlock Block, bool InTraining, bool InEvaluation);

/// <summary>A continual-learning strategy.</summary>
/// <param name="Library">Whose names it uses.</param>
/// <param name="Strategy">The strategy; null where none is named.</param>
/// <param name="Parameters">All parameters, as they are written.</param>
public sealed record PlannedDelegation(string Library, ClassBlock? Strategy, MapValue Parameters);

/// <summary>A class of Python's and what it is constructed with.</summary>
/// <param name="Class">Its full name, as it is written.</param>
/// <param name="Component">What does its work here: a component's name, or <c>python</c> when the class itself does.</param>
/// <param name="Parameters">Without null at the top.</param>
public sealed record ClassBlock(string Class, string Component, MapValue Parameters);
