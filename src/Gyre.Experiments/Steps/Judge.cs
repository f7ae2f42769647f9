using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Components;
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
        var changed = await ShowAsync(rows, experience, cancellationToken);
        var predictions = await model.PredictAsync(changed, cancellationToken);
        var targets = data.Targets(rows);
        Check(predictions, rows.Length);
        return new EvaluatedPart(targets, predictions, UsualMetrics.Of(targets, predictions, split.Classes));
    }

    /// <summary>A test set as the model sees it, with what is right; examples without a truth are left out.</summary>
    public async Task<WatchedTest> TestAsync(int experience, CancellationToken cancellationToken)
    {
        ImmutableArray<int> rows = [.. TestOf(experience).Where(row => data.LabelOf(row) is not null)];
        return new WatchedTest(await ShowAsync(rows, experience, cancellationToken), [.. rows.Select(row => data.LabelOf(row)!)]);
    }

    /// <summary>The model on the test set of each experience.</summary>
    public async Task<JudgedRow> RowAsync(CancellationToken cancellationToken)
    {
        var columns = new List<ImmutableSortedDictionary<string, double>>();
        var counts = new ClassCounts(split.Classes);
        for (var i = 0; i < split.Experiences.Length; i++)
        {
            var evaluated = await EvaluateAsync(TestOf(i), i, cancellationToken);
            columns.Add(evaluated.BuiltIn);
            counts.Add(evaluated, isSeen: i <= setup.Experience);
        }
        // A metric that is not defined on one of the sets has no row.
        var names = columns[0].Keys.Where(static name => MetricDirections.Of(name) is not null);
        return new JudgedRow(
            names.Where(name => columns.TrueForAll(column => column.ContainsKey(name))).ToImmutableSortedDictionary(
                static name => name, name => columns.Select(column => column[name]).ToImmutableArray(), StringComparer.Ordinal),
            counts.PerClass, counts.Seen);
    }

    private ImmutableArray<int> TestOf(int experience) => data.Checked(split.Experiences[experience][setup.Partition]).Test;

    private async Task<TrialRows> ShowAsync(ImmutableArray<int> rows, int experience, CancellationToken cancellationToken)
    {
        var hidden = data.Hidden(rows, split.ViewOf(experience)) with
        {
            Candidates = split.TellsTasks ? [.. LabelsOf(experience)] : [],
        };
        return await chain.ApplyAsync(hidden, isTraining: false, cancellationToken);
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
