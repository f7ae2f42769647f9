using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Boosting;
using Gyre.Learning.Trees;

namespace Gyre.Learning.Kinds;

/// <summary>Gradient-boosted trees that predict classes: one tree per round for two classes, else one per class.</summary>
/// <remarks>Besides what <see cref="BoostedKind"/> writes: <c>"classes": []</c>.</remarks>
internal sealed class BoostedClassifierKind(IBooster booster) : BoostedKind
{
    public static readonly BoostedClassifierKind Instance = new(LightGbm.Instance);

    public override string Name => "gradient-boosted-trees";

    public override string Algorithm => "trees";

    public override TrainingResult Train(
        Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var options = Options(settings);
        options.Check();
        var data = table.ToTrainingSet();
        var outputs = TreeClassifierModel.OutputsFor(data.Classes.Length);
        if ((long)outputs * options.Rounds > TreeText.MaxTrees)
        {
            throw new InvalidInputException(
                "learn.too-large", $"{options.Rounds} rounds with {data.Classes.Length} classes are too many trees.",
                $"Use fewer rounds; the maximum is {TreeText.MaxTrees} trees.");
        }
        var last = default(TrainingProgress);
        var problem = new BoostingProblem(data.Features, [.. data.Labels.Select(label => (float)label)], data.Classes.Length, []);
        var text = booster.Train(
            problem,
            options,
            (round, loss, wrong) =>
            {
                last = new TrainingProgress(round, loss, 1 - wrong);
                progress?.Invoke(last);
            },
            cancellationToken);
        var model = new TreeClassifierModel
        {
            Kind = this,
            Classes = data.Classes,
            FeatureNames = data.FeatureNames,
            Ensemble = Trained(text, data.FeatureNames.Length, outputs),
            Training = Describe(options, data.Labels.Length, last),
        };
        return new TrainingResult<TreeClassifierModel>(model, last, converged: true);
    }

    public override void Write(Utf8JsonWriter writer, Model model)
    {
        var trees = (TreeClassifierModel)model;
        KindParts.WriteTexts(writer, "classes", trees.Classes);
        KindParts.WriteTexts(writer, "features", trees.FeatureNames);
        writer.WriteString("trees", trees.Ensemble.Text);
    }

    public override Model Read(JsonPart file)
    {
        var names = KindParts.DistinctTexts(file.Get("features"), 1);
        var classes = KindParts.DistinctTexts(file.Get("classes"), 2);
        return new TreeClassifierModel
        {
            Kind = this,
            Classes = classes,
            FeatureNames = names,
            Ensemble = ReadTrees(file, names.Length, TreeClassifierModel.OutputsFor(classes.Length)),
        };
    }

    public override Predictions Predict(Model model, Table table) => PredictionSet.Of((TreeClassifierModel)model, table);
}
