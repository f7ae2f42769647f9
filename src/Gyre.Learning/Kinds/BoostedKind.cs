using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Trees;

namespace Gyre.Learning.Kinds;

/// <summary>What the kinds of trees share: their settings, and the trees in the file.</summary>
/// <remarks>
/// In the file: <c>"features": [], "trees": "the text of LightGBM up to its end of trees"</c>; the text is also a model file of LightGBM.
/// Trees do not depend on the scale of features, so that the setting is checked and not used.
/// </remarks>
internal abstract class BoostedKind : ITrainableKind
{
    private static readonly GradientBoostingOptions Usual = new();
    private static readonly ModelSetting<int> Rounds = new("rounds", Usual.Rounds, "rounds, each with a tree or a tree per class.");
    private static readonly ModelSetting<int> Leaves = new("leaves", Usual.Leaves, "maximum number of leaves of a tree.");
    private static readonly ModelSetting<double> LearningRate = new("learning-rate", Usual.LearningRate, "learning rate.");
    private static readonly ModelSetting<int> LeafRows = new("leaf-rows", Usual.LeafRows, "minimum number of rows in a leaf.");
    private static readonly ModelSetting<double> Penalty = new("penalty", Usual.Penalty, "penalty on the squared values of leaves.");
    private static readonly ModelSetting<double> RowShare = new("row-share", Usual.RowShare, "share of the rows that each round uses.");
    private static readonly ModelSetting<ulong> Seed = new("seed", Usual.Seed, "random seed of the rows that each round uses.");

    public abstract string Name { get; }

    public abstract string Algorithm { get; }

    public ImmutableArray<ModelSetting> Settings => [Rounds, Leaves, LearningRate, LeafRows, Penalty, RowShare, Seed];

    public void Check(ModelSettings settings)
    {
        FeatureScaling.Check(settings.Get(ModelSettings.Scale));
        Options(settings).Check();
    }

    public abstract void Write(Utf8JsonWriter writer, Model model);

    public abstract Model Read(JsonPart file);

    public abstract Predictions Predict(Model model, Table table);

    public abstract TrainingResult Train(
        Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken);

    protected static GradientBoostingOptions Options(ModelSettings settings) => new()
    {
        Rounds = settings.Get(Rounds),
        Leaves = settings.Get(Leaves),
        LearningRate = settings.Get(LearningRate),
        LeafRows = settings.Get(LeafRows),
        Penalty = settings.Get(Penalty),
        RowShare = settings.Get(RowShare),
        Seed = settings.Get(Seed),
        Threads = settings.Get(ModelSettings.Threads),
    };

    protected static TreeEnsemble ReadTrees(JsonPart file, int features, int outputs)
    {
        var part = file.Get("trees");
        return TreeText.Read(part.Text(), features, outputs, problem => part.Refuse(problem, "Train the model again."));
    }

    /// <summary>Trees that were trained in this process: what is wrong with them is no fault of the user.</summary>
    protected static TreeEnsemble Trained(string text, int features, int outputs) =>
        TreeText.Read(
            text, features, outputs, problem => new InvalidOperationException($"LightGBM wrote trees that cannot be read: {problem}."));

    protected static MapValue Describe(GradientBoostingOptions options, int rows, TrainingProgress last) => new(
    [
        new("rounds", Value.Of(options.Rounds)),
        new("leaves", Value.Of(options.Leaves)),
        new("learningRate", Value.Of(options.LearningRate)),
        new("leafRows", Value.Of(options.LeafRows)),
        new("penalty", Value.Of(options.Penalty)),
        new("rowShare", Value.Of(options.RowShare)),
        new("seed", Value.Of($"{options.Seed}")),
        new("rows", Value.Of(rows)),
        new("loss", Value.Of(last.Loss)),
    ]);
}
