using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Evaluation;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>Judges a model on examples that it predicts without seeing what is right.</summary>
internal sealed class Judge(ITrialModel model, TransformChain chain, TrialData data, SplitDocument split, LearnSetup setup)
{
    /// <summary>
    /// Whether the second experience can be known before it is learned: not when its labels are new and all labels compete.
    /// </summary>
    public bool IsForwardTransferDefined => split.TellsTasks || split.Classes.IsEmpty
        || LabelsOf(1).Intersect(LabelsOf(0), StringComparer.Ordinal).Any();

    /// <param name="rows">Rows of the dataset.</param>
    /// <param name="experience">The one that they belong to: its labels are told where tasks are told.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<EvaluatedPart> EvaluateAsync(ImmutableArray<int> rows, int experience, CancellationToken cancellationToken)
    {
        var hidden = data.Hidden(rows) with { Candidates = split.TellsTasks ? [.. LabelsOf(experience)] : [] };
        var changed = await chain.ApplyAsync(hidden, isTraining: false, cancellationToken);
        var predictions = await model.PredictAsync(changed, cancellationToken);
        var targets = data.Targets(rows);
        Check(predictions, rows.Length);
        return new EvaluatedPart(targets, predictions, UsualMetrics.Of(targets, predictions, split.Classes));
    }

    /// <summary>By metric: its value on the test set of each experience.</summary>
    public async Task<ImmutableSortedDictionary<string, ImmutableArray<double>>> RowAsync(CancellationToken cancellationToken)
    {
        var columns = new List<ImmutableSortedDictionary<string, double>>();
        for (var i = 0; i < split.Experiences.Length; i++)
            columns.Add((await EvaluateAsync(data.Checked(split.Experiences[i][setup.Partition]).Test, i, cancellationToken)).BuiltIn);
        // A metric that is not defined on one of the sets has no row.
        var names = columns[0].Keys.Where(static name => MetricDirections.Of(name) is not null);
        return names.Where(name => columns.TrueForAll(column => column.ContainsKey(name)))
            .ToImmutableSortedDictionary(
                static name => name, name => columns.Select(column => column[name]).ToImmutableArray(), StringComparer.Ordinal);
    }

    private IEnumerable<string> LabelsOf(int experience) => data.LabelsOf(split.Experiences[experience][setup.Partition]);

    private static void Check(TrialPredictions predictions, int rows)
    {
        var count = predictions switch
        {
            LabelPredictions labels => labels.Labels.Length,
            AmountPredictions amounts => amounts.Numbers.Length,
            _ => 0,
        };
        if (count != rows)
            throw new InvalidInputException("experiment.predictions", $"The model gave {count} predictions for {rows} examples.");
    }
}
