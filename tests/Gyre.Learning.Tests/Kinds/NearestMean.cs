using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning.Tests.Kinds;

/// <summary>A kind that the program does not bring along: each class is its mean, and the nearest one wins.</summary>
internal sealed class NearestMean : ITrainableKind
{
    public static readonly ModelSetting<double> Sharpness = new("sharpness", 1, "how fast the probability falls with the distance.");

    public string Name => "nearest-mean";

    public string Algorithm => "mean";

    public ImmutableArray<ModelSetting> Settings => [Sharpness];

    public void Check(ModelSettings settings)
    {
        if (settings.Get(Sharpness) <= 0)
            throw new InvalidInputException("learn.option", "The sharpness is not positive.");
    }

    public TrainingResult Train(Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var set = table.ToTrainingSet();
        var means = new DenseMatrix(set.Classes.Length, set.FeatureNames.Length);
        for (var c = 0; c < means.Rows; c++)
        {
            int[] rows = [.. Enumerable.Range(0, set.Labels.Length).Where(i => set.Labels[i] == c)];
            for (var f = 0; f < means.Columns; f++)
                means.Row(c)[f] = rows.Average(i => set.Features[i, f]);
        }

        var model = new MeanModel
        {
            Kind = this,
            Classes = set.Classes,
            FeatureNames = set.FeatureNames,
            Means = means,
            Sharpness = settings.Get(Sharpness),
            Training = new MapValue([new("rows", Value.Of(set.Labels.Length))]),
        };
        return new TrainingResult<MeanModel>(model, new TrainingProgress(1, 0, 1), converged: true);
    }

    public void Write(Utf8JsonWriter writer, Model model)
    {
        var mean = (MeanModel)model;
        writer.WriteNumber("sharpness", mean.Sharpness);
        writer.WriteStartArray("features");
        foreach (var name in mean.FeatureNames)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartObject("means");
        for (var c = 0; c < mean.Classes.Length; c++)
        {
            writer.WriteStartArray(mean.Classes[c]);
            foreach (var number in mean.Means.Row(c))
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public Model Read(JsonPart file)
    {
        ImmutableArray<string> names = [.. file.Get("features").Items().Select(item => item.Text())];
        var means = file.Get("means");
        string[] classes = [.. means.Map().Entries.Select(entry => entry.Key)];
        return new MeanModel
        {
            Kind = this,
            Classes = [.. classes],
            FeatureNames = names,
            Means = new DenseMatrix(classes.Length, names.Length, [.. classes.SelectMany(name => means.Get(name).Numbers(names.Length))]),
            Sharpness = file.Get("sharpness").Number(),
        };
    }

    public Predictions Predict(Model model, Table table) => PredictionSet.Of((MeanModel)model, table);

    internal sealed record MeanModel : ClassifierModel
    {
        public required DenseMatrix Means { get; init; }

        public required double Sharpness { get; init; }

        public override DenseMatrix Probabilities(DenseMatrix features)
        {
            var result = new DenseMatrix(features.Rows, Classes.Length);
            for (var i = 0; i < features.Rows; i++)
            {
                double[] weights = [.. Enumerable.Range(0, Classes.Length).Select(c => Math.Exp(-Sharpness * Distance(features, i, c)))];
                for (var c = 0; c < weights.Length; c++)
                    result.Row(i)[c] = weights[c] / weights.Sum();
            }

            return result;
        }

        private double Distance(DenseMatrix features, int row, int c) =>
            Enumerable.Range(0, Means.Columns).Sum(f => Math.Pow(features[row, f] - Means[c, f], 2));
    }
}
