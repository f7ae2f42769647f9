using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>The examples of a dataset in memory, and the output that is predicted.</summary>
internal sealed class TrialData
{
    /// <summary>Name of the input with the dataset's folder.</summary>
    public const string Input = "dataset";

    private readonly ImmutableArray<DatasetExample> _examples;

    private TrialData(DatasetSchema schema, string files, ImmutableArray<DatasetExample> examples, DatasetElement output)
    {
        (Schema, FilesFolder, _examples, Output) = (schema, files, examples, output);
        OutputIndex = schema.Elements.IndexOf(output);
    }

    public DatasetSchema Schema { get; }

    public string FilesFolder { get; }

    public DatasetElement Output { get; }

    public int OutputIndex { get; }

    public int Count => _examples.Length;

    public static async Task<TrialData> OpenAsync(StepFolders folders, CancellationToken cancellationToken)
    {
        var dataset = await DatasetExamples.OpenAsync(Path.Join(folders.Inputs, Input), cancellationToken);
        var examples = ImmutableArray.CreateBuilder<DatasetExample>();
        await foreach (var example in dataset.ReadAsync(cancellationToken: cancellationToken))
            examples.Add(example);
        return new TrialData(dataset.Schema, dataset.FilesFolder, examples.ToImmutable(), DatasetOutputs.Find(dataset.Schema));
    }

    /// <summary>All examples, in the order of the dataset.</summary>
    public ImmutableArray<DatasetExample> All => _examples;

    public string? LabelOf(int row) => _examples[row].Values[OutputIndex] is { IsNull: false } value ? value.ToString() : null;

    /// <summary>The labels that occur in a part, each once.</summary>
    public IEnumerable<string> LabelsOf(SplitPart part) =>
        part.Training.Concat(part.Test).Select(LabelOf).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Rows to learn from, with what is to be predicted.</summary>
    public TrialRows Labeled(ImmutableArray<int> rows, InputView? view = null) =>
        new(Schema, Shown([.. rows.Select(row => _examples[row])], view)) { FilesFolder = FilesFolder };

    /// <summary>Rows to predict: what is to be predicted is not in them.</summary>
    public TrialRows Hidden(ImmutableArray<int> rows, InputView? view = null) =>
        new(Schema, Shown([.. rows.Select(row => Hide(_examples[row]))], view)) { FilesFolder = FilesFolder };

    public ImmutableArray<Value> Targets(ImmutableArray<int> rows) =>
        [.. rows.Select(row => _examples[row].Values[OutputIndex] ?? Value.Null)];

    private ImmutableArray<DatasetExample> Shown(ImmutableArray<DatasetExample> examples, InputView? view)
    {
        if (view is null)
            return examples;
        var inputs = new ShownInputs(Schema, view);
        return [.. examples.Select(inputs.Show)];
    }

    private DatasetExample Hide(DatasetExample example) =>
        example with { Values = example.Values.SetItem(OutputIndex, Value.Null) };

    public SplitPart Checked(SplitPart part)
    {
        foreach (var row in part.Training.Concat(part.Test).Concat(part.Validation))
        {
            if (row < 0 || row >= Count)
                throw new InvalidInputException("experiment.split", $"Row {row} is not one of the {Count} examples of '{Schema.Name}'.");
        }
        return part;
    }
}
