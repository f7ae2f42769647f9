namespace Gyre.Learning.Continual;

/// <summary>The examples of an experience, or of several that are learned as one.</summary>
internal sealed class GivenExamples(IReadOnlyList<ContinualRows> parts) : IExamples
{
    private readonly (int Part, int Row)[] _places =
        [.. parts.SelectMany((rows, part) => Enumerable.Range(0, rows.Features.Rows).Select(row => (part, row)))];

    public int Count => _places.Length;

    public ReadOnlySpan<double> Row(int index) => parts[_places[index].Part].Features.Row(_places[index].Row);

    public int Label(int index) => parts[_places[index].Part].Labels[_places[index].Row];

    public int Task(int index) => parts[_places[index].Part].Task;
}
