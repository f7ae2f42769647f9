using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>Predicted labels beside true ones; examples without a truth are left out.</summary>
internal sealed record JudgedLabels
{
    private readonly ImmutableArray<int> _rows;
    private readonly LabelPredictions _predictions;

    private JudgedLabels(ImmutableArray<int> rows, ImmutableArray<string> truth, LabelPredictions predictions, IEnumerable<string> classes)
    {
        (_rows, _predictions, Truth) = (rows, predictions, truth);
        Predicted = [.. rows.Select(row => predictions.Labels[row])];
        Classes = Complete(classes);
        HasProbabilities = predictions.Probabilities is { } numbers && !predictions.Classes.IsEmpty && AreFinite(numbers);
    }

    /// <summary>All labels: those of the dataset in its order, then others that occur.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>True labels.</summary>
    public ImmutableArray<string> Truth { get; }

    /// <summary>Predicted labels.</summary>
    public ImmutableArray<string> Predicted { get; }

    /// <summary>Whether the model gave probabilities that are numbers.</summary>
    public bool HasProbabilities { get; }

    /// <summary>The second of two labels; null when there are more or fewer.</summary>
    public string? Positive => Classes.Length == 2 ? Classes[1] : null;

    /// <exception cref="InvalidInputException">There are not as many predictions as examples.</exception>
    public static JudgedLabels Of(ImmutableArray<Value> targets, LabelPredictions predictions, ImmutableArray<string> classes)
    {
        Counts.Require(targets.Length, predictions.Labels.Length, "labels");
        if (predictions.Probabilities is { } numbers)
        {
            Counts.Require(targets.Length, numbers.Rows, "rows of probabilities");
            Counts.Require(predictions.Classes.Length, numbers.Columns, "columns of probabilities", "classes");
        }
        ImmutableArray<int> rows = [.. Enumerable.Range(0, targets.Length).Where(row => !targets[row].IsNull)];
        return new JudgedLabels(
            rows, [.. rows.Select(row => targets[row].ToString())], predictions, classes.IsDefaultOrEmpty ? predictions.Classes : classes);
    }

    /// <summary>Judges them; null without examples.</summary>
    public ClassificationReport? Report() => Truth.IsEmpty
        ? null
        : ClassificationReport.Create(Truth, Predicted, HasProbabilities ? Truth.Select(ProbabilityOf).ToList() : null);

    /// <summary>The probability of a label for each example; 0 for a label that the model does not know.</summary>
    public IReadOnlyList<double> Scores(string label) => [.. Truth.Select((_, i) => ProbabilityOf(label, i))];

    /// <summary>Whether each example truly has a label.</summary>
    public IReadOnlyList<bool> Is(string label) => [.. Truth.Select(truth => truth == label)];

    /// <summary>The probability of each predicted label.</summary>
    public IReadOnlyList<double> Confidences() => [.. Predicted.Select(ProbabilityOf)];

    /// <summary>Whether each predicted label is the true one.</summary>
    public IReadOnlyList<bool> Hits() => [.. Predicted.Zip(Truth, (predicted, truth) => predicted == truth)];

    private double ProbabilityOf(string label, int example) =>
        _predictions.Classes.IndexOf(label, StringComparer.Ordinal) is >= 0 and var column
            ? _predictions.Probabilities![_rows[example], column] : 0;

    private ImmutableArray<string> Complete(IEnumerable<string> classes)
    {
        ImmutableArray<string> known = [.. classes];
        return [.. known, .. TrainingSet.SortClasses(Truth.Concat(Predicted)).Where(label => !known.Contains(label))];
    }

    private static bool AreFinite(DenseMatrix numbers)
    {
        foreach (var number in numbers.Values)
        {
            if (!double.IsFinite(number))
                return false;
        }
        return true;
    }
}
