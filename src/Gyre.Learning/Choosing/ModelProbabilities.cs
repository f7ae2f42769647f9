namespace Gyre.Learning.Choosing;

/// <summary>What any classifier thinks of rows.</summary>
internal sealed class ModelProbabilities(ClassifierModel model, RowSource features, IReadOnlyList<string> classes) : RowSource
{
    private readonly int[] _places = [.. classes.Select(name => model.Classes.IndexOf(name))];

    public override int Count => features.Count;

    public override int Columns => _places.Length;

    public override ReadOnlySpan<double> Rows(int first, int count, Span<double> buffer)
    {
        var block = new DenseMatrix(count, features.Columns);
        features.Rows(first, count, block.Values).CopyTo(block.Values);
        var probabilities = model.Probabilities(block);
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < _places.Length; c++)
                buffer[(i * Columns) + c] = _places[c] < 0 ? 0 : probabilities[i, _places[c]];
        }
        return buffer[..(count * Columns)];
    }
}
