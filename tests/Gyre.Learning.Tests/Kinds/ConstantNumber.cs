using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Gyre.Learning.Tests.Kinds;

/// <summary>A kind that predicts a number instead of a class, the same for every row; it comes from files alone and cannot be trained.</summary>
internal sealed class ConstantNumber : IModelKind
{
    public string Name => "constant";

    public void Write(Utf8JsonWriter writer, Model model)
    {
        writer.WriteString("feature", model.FeatureNames[0]);
        writer.WriteNumber("number", ((ConstantModel)model).Number);
    }

    public Model Read(JsonPart file) =>
        new ConstantModel { Kind = this, FeatureNames = [file.Get("feature").Text()], Number = file.Get("number").Number() };

    public Predictions Predict(Model model, Table table) => new Numbers
    {
        Ids = table.Ids,
        Values = [.. Enumerable.Repeat(((ConstantModel)model).Number, table.Ids.Length)],
    };

    internal sealed record ConstantModel : Model
    {
        public required double Number { get; init; }
    }

    internal sealed record Numbers : Predictions
    {
        public required ImmutableArray<double> Values { get; init; }

        public override async Task WriteAsync(Stream stream, PredictionFormat format, CancellationToken cancellationToken)
        {
            var text = string.Concat(Ids.Zip(Values, (id, value) => string.Create(CultureInfo.InvariantCulture, $"{id},{value}\n")));
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
        }
    }
}
