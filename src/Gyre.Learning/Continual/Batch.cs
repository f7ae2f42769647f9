namespace Gyre.Learning.Continual;

/// <summary>A few examples with room for what the network makes of them; filled again for every step.</summary>
internal sealed class Batch(int capacity, HeadNetwork network)
{
    private readonly double[] _rows = new double[capacity * network.Features];
    private readonly double[] _hidden = new double[capacity * network.Hidden];
    private readonly double[] _scores = new double[capacity * network.Classes];
    private readonly double[] _slopes = new double[capacity * network.Classes];
    private readonly int[] _labels = new int[capacity];
    private readonly int[] _tasks = new int[capacity];

    public int Capacity => capacity;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(IExamples examples, int index)
    {
        examples.Row(index).CopyTo(Row(Count));
        (_labels[Count], _tasks[Count]) = (examples.Label(index), examples.Task(index));
        Count++;
    }

    public Span<double> Row(int i) => _rows.AsSpan(i * network.Features, network.Features);

    public Span<double> Hidden(int i) => _hidden.AsSpan(i * network.Hidden, network.Hidden);

    public Span<double> Scores(int i) => _scores.AsSpan(i * network.Classes, network.Classes);

    /// <summary>Derivatives of the loss of the batch by the scores of one example.</summary>
    public Span<double> Slopes(int i) => _slopes.AsSpan(i * network.Classes, network.Classes);

    public int Label(int i) => _labels[i];

    public int Task(int i) => _tasks[i];

    public void Forward()
    {
        for (var i = 0; i < Count; i++)
            network.Forward(network.Parameters, Row(i), Hidden(i), Scores(i));
    }

    public void AddGradient(Span<double> gradient)
    {
        for (var i = 0; i < Count; i++)
            network.AddGradient(Row(i), Hidden(i), Slopes(i), gradient);
    }
}
