using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Experiments.Features;

internal sealed record EncoderOptions
{
    public static EncoderOptions Read(MapValue parameters) => new() { Scale = (parameters.Find("scale") ?? Value.Of("standard")).ToString() };

    public string Scale { get; init; } = "standard";
}

internal sealed class ExampleEncoder
{
    private readonly ImmutableArray<int> _columns;
    private readonly FeatureScaling _scaling;

    private ExampleEncoder(ImmutableArray<int> columns, ImmutableArray<string> names, FeatureScaling scaling) =>
        (_columns, FeatureNames, _scaling) = (columns, names, scaling);

    public ImmutableArray<string> FeatureNames { get; }

    public static ExampleEncoder Fit(DatasetSchema schema, IReadOnlyList<DatasetExample> examples, string filesFolder, EncoderOptions options)
    {
        ImmutableArray<int> columns = [.. schema.Elements.Index().Where(e => e.Item.Role == ElementRole.Input).Select(e => e.Index)];
        var names = columns.Select(c => schema.Elements[c].Name).ToImmutableArray();
        return new ExampleEncoder(columns, names, FeatureScaling.Fit(options.Scale, Raw(columns, examples)));
    }

    public DenseMatrix Encode(TrialRows rows)
    {
        var raw = Raw(_columns, rows.Examples);
        for (var i = 0; i < raw.Rows; i++)
            for (var j = 0; j < raw.Columns; j++)
                raw.Row(i)[j] = (raw.Row(i)[j] - _scaling.Offset[j]) / _scaling.Scale[j];
        return raw;
    }

    public Value Save() => new MapValue(
    [
        new("columns", Value.Of(_columns.Select(c => Value.Of(c)))), new("names", Value.Of(FeatureNames.Select(Value.Of))),
        new("offset", Value.Of(_scaling.Offset.Select(Value.Of))), new("scale", Value.Of(_scaling.Scale.Select(Value.Of))),
    ]);

    public static ExampleEncoder Load(Value state)
    {
        var map = (MapValue)state;
        ImmutableArray<double> Numbers(string name) =>
            [.. ((ListValue)map.Find(name)!).Items.Select(v => v.TryGetNumber(out var n) ? n : 0)];
        return new ExampleEncoder(
            [.. Numbers("columns").Select(n => (int)n)], [.. ((ListValue)map.Find("names")!).Items.Select(v => v.ToString())],
            new FeatureScaling { Offset = Numbers("offset"), Scale = Numbers("scale") });
    }

    private static DenseMatrix Raw(ImmutableArray<int> columns, IReadOnlyList<DatasetExample> examples)
    {
        var raw = new DenseMatrix(examples.Count, columns.Length);
        for (var i = 0; i < examples.Count; i++)
            for (var j = 0; j < columns.Length; j++)
                raw.Row(i)[j] = examples[i].Values[columns[j]] is { } v && v.TryGetNumber(out var n) ? n : 0;
        return raw;
    }
}
