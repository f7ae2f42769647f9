using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>What a class is used as.</summary>
internal enum ClassRole
{
    Model,
    Transform,
    Loader,
    Splitter,
    Metric,
    Artifact,
    Strategy,
}

/// <summary>A class of Python's that is known.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Component">What does its work here.</param>
/// <param name="Parameters">Names of its parameters; null when it passes on any.</param>
/// <param name="Required">Those that must be given.</param>
internal sealed record KnownClass(ClassRole Role, string Component, ImmutableArray<string>? Parameters, ImmutableArray<string> Required);

/// <summary>The names of OctopusCL's, Avalanche's and PyTorch's classes that plans use, and who does their work here.</summary>
internal static class ClassNames
{
    /// <summary>A class of the user's own, which runs in Python.</summary>
    public const string Python = "python";

    private static readonly ImmutableArray<string> Shares = ["seed", "training_pct", "test_pct", "validation_pct"];

    private static readonly ImmutableArray<string> Division = [.. Shares, "num_experiences", "num_partitions"];

    private static readonly ImmutableArray<string> Needed = ["seed", "training_pct", "test_pct"];

    private static readonly FrozenDictionary<string, KnownClass> BuiltIn = new Dictionary<string, KnownClass>(StringComparer.Ordinal)
    {
        ["octopuscl.data.splitting.RandomPartitioner"] = new(ClassRole.Splitter, "random-partitioner", Division, Needed),
        ["octopuscl.data.splitting.CILSplitter"] = new(
            ClassRole.Splitter, "class-incremental", [.. Division, "strategy", "class_order", "num_classes_per_experience"], Needed),
        ["octopuscl.data.transforms.FeatureSelection"] = new(ClassRole.Transform, "select-features", ["features"], []),
        ["octopuscl.data.transforms.StandardScaler"] = new(ClassRole.Transform, "standard-scaler", ["features"], []),
        ["octopuscl.data.transforms.OutputEncoder"] = new(ClassRole.Transform, "encode-outputs", ["outputs"], []),
        ["gyre.transforms.OneHot"] = new(ClassRole.Transform, "one-hot", ["features", "max_categories"], []),
        ["gyre.transforms.Impute"] = new(ClassRole.Transform, "impute", ["features", "strategy", "fill_value"], []),
        ["gyre.transforms.HashText"] = new(ClassRole.Transform, "hash-text", ["features", "width", "ngrams", "char_ngrams"], []),
        ["gyre.transforms.MinMax"] = new(ClassRole.Transform, "min-max", ["features"], []),
        ["octopuscl.data.loaders.PyTorchDataLoader"] = new(ClassRole.Loader, "batches", null, []),
        ["octopuscl.models.flava.modeling_flava.FlavaModel"] = new(ClassRole.Model, Python, null, []),
        ["gyre.models.SoftmaxRegression"] = new(ClassRole.Model, "softmax-regression", null, []),
        ["gyre.models.LinearRegression"] = new(ClassRole.Model, "linear", null, []),
        ["gyre.models.Mlp"] = new(ClassRole.Model, "mlp", null, []),
        ["gyre.models.GradientBoostedTrees"] = new(ClassRole.Model, "trees", null, []),
        ["gyre.models.NearestClassMean"] = new(ClassRole.Model, "nearest-mean", null, []),
        ["gyre.models.StreamingLda"] = new(ClassRole.Model, "streaming-lda", null, []),
        ["gyre.splitters.TaskIncremental"] = new(
            ClassRole.Splitter, "task-incremental", [.. Division, "strategy", "class_order", "num_classes_per_experience"], Needed),
        ["gyre.splitters.DomainIncremental"] = new(
            ClassRole.Splitter, "domain-incremental", [.. Shares, "domain", "domain_order"], [.. Needed, "domain"]),
        ["gyre.splitters.PermutedInputs"] = new(
            ClassRole.Splitter, "permuted-inputs", [.. Shares, "num_experiences", "features"], [.. Needed, "num_experiences"]),
        ["gyre.splitters.RotatedInputs"] = new(
            ClassRole.Splitter, "rotated-inputs", [.. Shares, "degrees", "width", "features"], [.. Needed, "degrees", "width"]),
        ["gyre.splitters.Stratified"] = new(ClassRole.Splitter, "stratified", ["seed", "test_pct"], []),
        ["gyre.splitters.Grouped"] = new(ClassRole.Splitter, "grouped", ["seed", "test_pct", "group"], ["group"]),
        ["gyre.splitters.TimeOrdered"] = new(ClassRole.Splitter, "time-ordered", ["test_pct", "time"], ["time"]),
        ["gyre.splitters.KFold"] = new(ClassRole.Splitter, "k-fold", ["seed", "folds"], []),
        ["gyre.splitters.StratifiedKFold"] = new(ClassRole.Splitter, "stratified-k-fold", ["seed", "folds"], []),
        ["gyre.strategies.ErAce"] = new(ClassRole.Strategy, "er-ace", null, []),
        ["gyre.metrics.Accuracy"] = new(ClassRole.Metric, "accuracy", [], []),
        ["gyre.metrics.Precision"] = new(ClassRole.Metric, "precision", [], []),
        ["gyre.metrics.Recall"] = new(ClassRole.Metric, "recall", [], []),
        ["gyre.metrics.F1"] = new(ClassRole.Metric, "f1", [], []),
        ["gyre.metrics.Auc"] = new(ClassRole.Metric, "auc", [], []),
        ["gyre.metrics.LogLoss"] = new(ClassRole.Metric, "log-loss", [], []),
        ["gyre.metrics.Mae"] = new(ClassRole.Metric, "mae", [], []),
        ["gyre.metrics.Rmse"] = new(ClassRole.Metric, "rmse", [], []),
        ["gyre.metrics.R2"] = new(ClassRole.Metric, "r2", [], []),
        ["gyre.metrics.CalibrationError"] = new(ClassRole.Metric, "calibration-error", [], []),
        ["gyre.metrics.AverageAccuracy"] = new(ClassRole.Metric, "average-accuracy", [], []),
        ["gyre.metrics.AverageAccuracyByExperience"] = new(ClassRole.Metric, "average-accuracy-by-experience", [], []),
        ["gyre.metrics.AverageAnytimeAccuracy"] = new(ClassRole.Metric, "average-anytime-accuracy", [], []),
        ["gyre.metrics.LearningAccuracy"] = new(ClassRole.Metric, "learning-accuracy", [], []),
        ["gyre.metrics.BackwardTransfer"] = new(ClassRole.Metric, "backward-transfer", [], []),
        ["gyre.metrics.PositiveBackwardTransfer"] = new(ClassRole.Metric, "positive-backward-transfer", [], []),
        ["gyre.metrics.Remembering"] = new(ClassRole.Metric, "remembering", [], []),
        ["gyre.metrics.Forgetting"] = new(ClassRole.Metric, "forgetting", [], []),
        ["gyre.metrics.ForgettingFirst"] = new(ClassRole.Metric, "forgetting-first", [], []),
        ["gyre.metrics.ForwardTransfer"] = new(ClassRole.Metric, "forward-transfer", [], []),
        ["gyre.metrics.LowerTriangleAccuracy"] = new(ClassRole.Metric, "lower-triangle-accuracy", [], []),
        ["gyre.artifacts.ConfusionMatrix"] = new(ClassRole.Artifact, "confusion-matrix", [], []),
        ["gyre.artifacts.RocCurve"] = new(ClassRole.Artifact, "roc-curve", [], []),
        ["gyre.artifacts.PrCurve"] = new(ClassRole.Artifact, "pr-curve", [], []),
        ["gyre.artifacts.CalibrationCurve"] = new(ClassRole.Artifact, "calibration-curve", [], []),
        ["gyre.artifacts.PredictionsTable"] = new(ClassRole.Artifact, "predictions-table", [], []),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Strategies = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Naive"] = "naive",
        ["FromScratchTraining"] = "from-scratch",
        ["JointTraining"] = "joint",
        ["Cumulative"] = "cumulative",
        ["Replay"] = "replay",
        ["GDumb"] = "gdumb",
        ["EWC"] = "ewc",
        ["SynapticIntelligence"] = "si",
        ["LwF"] = "lwf",
        ["AGEM"] = "a-gem",
        ["DER"] = "der",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The packages of OctopusCL's own examples and tests, whose classes stand for whatever a reader would put there.</summary>
    private static readonly ImmutableArray<string> Samples = ["examples.", "tests."];

    /// <summary>Names that can be written, for suggestions.</summary>
    public static IEnumerable<string> Names(ClassRole role) => role == ClassRole.Strategy
        ? Strategies.Keys.Select(static name => $"avalanche.training.{name}")
        : BuiltIn.Where(pair => pair.Value.Role == role).Select(static pair => pair.Key);

    public static KnownClass? Find(string name)
    {
        if (BuiltIn.TryGetValue(name, out var known))
            return known;
        var isStrategy = name.StartsWith("avalanche.training.", StringComparison.Ordinal)
            && Strategies.TryGetValue(name[(name.LastIndexOf('.') + 1)..], out _);
        return isStrategy ? new KnownClass(ClassRole.Strategy, Strategies[name[(name.LastIndexOf('.') + 1)..]], null, []) : null;
    }

    /// <summary>Whether a class is one of OctopusCL's examples.</summary>
    public static bool IsSample(string name) => Samples.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What stands in for an example.</summary>
    public static string SampleOf(ClassRole role) => role switch
    {
        ClassRole.Model => "mlp",
        ClassRole.Transform => "standard-scaler",
        ClassRole.Loader => "batches",
        ClassRole.Splitter => "random-partitioner",
        ClassRole.Strategy => "naive",
        ClassRole.Artifact => "confusion-matrix",
        _ => "accuracy",
    };

    public static string Word(ClassRole role) => role switch
    {
        ClassRole.Model => "model",
        ClassRole.Transform => "transform",
        ClassRole.Loader => "data loader",
        ClassRole.Splitter => "splitter",
        ClassRole.Metric => "metric",
        ClassRole.Artifact => "artifact",
        _ => "strategy",
    };
}
