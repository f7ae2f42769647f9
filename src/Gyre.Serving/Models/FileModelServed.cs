using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning;

namespace Gyre.Serving.Models;

/// <summary>
/// A model of a model file, whatever its kind: of a classifier the class of each row and the probabilities of all classes by name, of a
/// regression the number.
/// </summary>
internal sealed class FileModelServed(Model model) : IServedModel
{
    private readonly ImmutableArray<InputField> _fields =
        [.. model.FeatureNames.Select(static name => new InputField(name, TensorType.Number, []))];

    public string Kind => model.Kind.Name;

    public ImmutableArray<ModelField> Inputs { get; } =
        [.. model.FeatureNames.Select(static name => new ModelField(name, "float64", [-1]))];

    public ImmutableArray<ModelField> Outputs { get; } = model is ClassifierModel classifier
        ? [new ModelField("class", "string", [-1]), new ModelField("probabilities", "float64", [-1, classifier.Classes.Length])]
        : [new ModelField("prediction", "float64", [-1])];

    public Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken)
    {
        var table = TableOf(InputRows.Read(request, _fields));
        return Task.FromResult(new ModelAnswer
        {
            Rows = table.Ids.Length,
            Outputs = model.Kind.Predict(model, table) switch
            {
                PredictionSet classes => OutputsOf(classes),
                NumberPredictions numbers => [Numbers("prediction", [numbers.Values.Length], [.. numbers.Values])],
                var other => throw new ModelFailedException(
                    $"The model gives {other.GetType().Name}, which no answer has.", isTemporary: false),
            },
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Table TableOf(ImmutableArray<Tensor> columns)
    {
        var rows = (int)columns[0].Rows;
        var features = new DenseMatrix(rows, columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            for (var row = 0; row < rows; row++)
                features.Row(row)[column] = columns[column].Numbers[row];
        }
        return new Table
        {
            FeatureNames = model.FeatureNames,
            Features = features,
            Ids = [.. Enumerable.Range(0, rows).Select(static row => row.ToString(CultureInfo.InvariantCulture))],
            Labels = null,
        };
    }

    private static ImmutableArray<Tensor> OutputsOf(PredictionSet said) =>
    [
        new Tensor { Name = "class", Type = TensorType.Text, Shape = [said.Predicted.Length], Texts = [.. said.Predicted] },
        Numbers("probabilities", [said.Predicted.Length, said.Classes.Length], [.. said.Probabilities.Values])
            with { Labels = said.Classes },
    ];

    private static Tensor Numbers(string name, ImmutableArray<long> shape, double[] values) =>
        new() { Name = name, Type = TensorType.Number, Shape = shape, Numbers = values };
}
