using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments;
using Gyre.Serving;

namespace Gyre.Home.Modules;

/// <summary>Lets deployments serve models of trials.</summary>
internal sealed class TrialModelFormat : IModelFormat
{
    public bool IsOne(ReadOnlySpan<byte> content) => TrialModelFile.IsOne(content);

    public async Task<IRowModel> LoadAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        new TrialRowModel(await TrialModelFile.LoadAsync(content, cancellationToken));

    /// <summary>A predictor of a trial as serving knows models.</summary>
    private sealed class TrialRowModel(ITrialPredictor predictor) : IRowModel
    {
        public string Kind => predictor.Kind;

        public ImmutableArray<ModelField> Inputs { get; } = [.. predictor.Schema.Inputs.Select(static input => new ModelField(
            input.Name, TypeOf(input.Type), input.MultiValue == MultiValue.None ? [-1] : [-1, -1]))];

        public ImmutableArray<ModelField> Outputs { get; } = predictor.Classes.IsEmpty
            ? [new ModelField("prediction", "float64", [-1])]
            : [new ModelField("class", "string", [-1]), new ModelField("probabilities", "float64", [-1, predictor.Classes.Length])];

        public async Task<ImmutableArray<Value>> PredictAsync(ListValue rows, CancellationToken cancellationToken) =>
            await predictor.PredictAsync(rows, cancellationToken) switch
            {
                LabelPredictions labels => [.. labels.Labels.Select((label, row) => Of(label, labels, row))],
                AmountPredictions numbers => [.. numbers.Numbers.Select(Value.Of)],
                var other => throw new InvalidOperationException($"Predictions of type {other.GetType().Name} are not known here."),
            };

        public ValueTask DisposeAsync() => predictor.DisposeAsync();

        private static MapValue Of(string label, LabelPredictions labels, int row) => new(
        [
            new("class", Value.Of(label)),
            new("probabilities", labels.Probabilities is { } all
                ? new MapValue([.. labels.Classes.Select((name, column) => KeyValuePair.Create(name, Value.Of(all[row, column])))])
                : Value.Null),
        ]);

        private static string TypeOf(ElementType type) => type switch
        {
            ElementType.Boolean => "bool",
            ElementType.Integer => "int64",
            ElementType.Float => "float64",
            _ => "string",
        };
    }
}
