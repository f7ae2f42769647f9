using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning;

namespace Gyre.Serving.Models;

/// <summary>A classifier of a model file: the class of each row, and the probabilities of all classes by name.</summary>
internal sealed class ClassifierServed(ClassifierModel model) : IServedModel
{
    private readonly ImmutableArray<InputField> _fields =
        [.. model.FeatureNames.Select(static name => new InputField(name, TensorType.Number, []))];

    public string Kind => model.Kind.Name;

    public ImmutableArray<ModelField> Inputs { get; } = [.. model.FeatureNames.Select(static name => new ModelField(name, "float64", [-1]))];

    public ImmutableArray<ModelField> Outputs { get; } =
        [new ModelField("class", "string", [-1]), new ModelField("probabilities", "float64", [-1, model.Classes.Length])];

    public Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken)
    {
        var columns = InputRows.Read(request, _fields);
        var rows = (int)columns[0].Rows;
        var features = new DenseMatrix(rows, columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            for (var row = 0; row < rows; row++)
                features.Row(row)[column] = columns[column].Numbers[row];
        }
        var table = new Table
        {
            FeatureNames = model.FeatureNames,
            Features = features,
            Ids = [.. Enumerable.Range(0, rows).Select(static row => row.ToString(CultureInfo.InvariantCulture))],
            Labels = null,
        };
        var said = PredictionSet.Of(model, table);
        return Task.FromResult(new ModelAnswer
        {
            Rows = rows,
            Outputs =
            [
                new Tensor { Name = "class", Type = TensorType.Text, Shape = [rows], Texts = [.. said.Predicted] },
                new Tensor
                {
                    Name = "probabilities", Type = TensorType.Number, Shape = [rows, model.Classes.Length],
                    Numbers = [.. said.Probabilities.Values], Labels = model.Classes,
                },
            ],
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
