using System.Text.Json;
using Gyre.Learning.Boosting;
using Gyre.Learning.Trees;

namespace Gyre.Learning.Kinds;

/// <summary>
/// Gradient-boosted trees that predict a number: offset + scale x the sum of the trees, which are trained on standardised targets.
/// </summary>
/// <remarks>Besides what <see cref="BoostedKind"/> writes: <c>"offset": 0, "scale": 1</c>.</remarks>
internal sealed class BoostedRegressionKind(IBooster booster) : BoostedKind
{
    public static readonly BoostedRegressionKind Instance = new(LightGbm.Instance);

    public override string Name => "gradient-boosted-regression";

    public override string Algorithm => "trees-regression";

    public override TrainingResult Train(
        Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var options = Options(settings);
        options.Check();
        var last = default(TrainingProgress);
        var targets = KindParts.Targets(table);
        var scaled = ScaledTargets.Of(targets, []);
        var text = booster.Train(
            new BoostingProblem(table.Features, scaled.Values, 0, []),
            options,
            (round, loss, _) =>
            {
                last = new TrainingProgress(round, loss * scaled.Scale * scaled.Scale, scaled.IsConstant ? 1 : 1 - loss);
                progress?.Invoke(last);
            },
            cancellationToken);
        var model = new TreeRegressionModel
        {
            Kind = this,
            FeatureNames = table.FeatureNames,
            Offset = scaled.Offset,
            Scale = scaled.Scale,
            Ensemble = Trained(text, table.FeatureNames.Length, 1),
            Training = Describe(options, targets.Length, last),
        };
        return new TrainingResult<TreeRegressionModel>(model, last, converged: true);
    }

    public override void Write(Utf8JsonWriter writer, Model model)
    {
        var trees = (TreeRegressionModel)model;
        KindParts.WriteTexts(writer, "features", trees.FeatureNames);
        writer.WriteNumber("offset", trees.Offset);
        writer.WriteNumber("scale", trees.Scale);
        writer.WriteString("trees", trees.Ensemble.Text);
    }

    public override Model Read(JsonPart file)
    {
        var names = KindParts.DistinctTexts(file.Get("features"), 1);
        return new TreeRegressionModel
        {
            Kind = this,
            FeatureNames = names,
            Offset = file.Get("offset").Number(),
            Scale = file.Get("scale").Number(),
            Ensemble = ReadTrees(file, names.Length, 1),
        };
    }

    public override Predictions Predict(Model model, Table table) => NumberPredictions.Of((TreeRegressionModel)model, table);
}
