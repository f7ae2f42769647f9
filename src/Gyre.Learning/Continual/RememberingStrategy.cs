using Gyre.Learning.Vectors;

namespace Gyre.Learning.Continual;

/// <summary>A memory that is filled in the first pass over each experience, after it was drawn from.</summary>
internal abstract class RememberingStrategy : Strategy
{
    private readonly MemoryRule _rule;
    private readonly int[] _chosen;

    protected RememberingStrategy(Workbench bench, bool keepsScores)
        : base(bench)
    {
        var (network, options) = (bench.Network, bench.Options);
        Memory = new ExampleMemory(network.Features, keepsScores ? network.Classes : 0, options.MemorySize);
        _rule = MemoryRule.Of(options.Memory, Memory);
        _chosen = new int[Math.Min(options.MemoryBatchSize, options.MemorySize)];
        Remembered = new Batch(_chosen.Length, network);
    }

    public override long Bytes => Memory.Bytes;

    protected ExampleMemory Memory { get; }

    /// <summary>The newest draw with its scores.</summary>
    protected Batch Remembered { get; }

    public override void Stepped(Batch current, bool isFirstEpoch)
    {
        if (!isFirstEpoch || Memory.Capacity == 0)
            return;
        for (var i = 0; i < current.Count; i++)
            _rule.Offer(current.Row(i), current.Label(i), current.Task(i), current.Scores(i), Bench.Keeping);
    }

    public override void Save(LearnerState state) => _rule.Save(state);

    public override void Load(LearnerState state) => _rule.Load(state, Bench.Network.Classes);

    /// <summary>Fills <see cref="Remembered"/> with examples of the memory and their scores.</summary>
    /// <returns>Their numbers in the memory; none while it is empty.</returns>
    protected ReadOnlySpan<int> Recall()
    {
        var chosen = Memory.Draw(Bench.Draws, _chosen);
        Remembered.Clear();
        foreach (var index in chosen)
            Remembered.Add(Memory, index);
        Remembered.Forward();
        return chosen;
    }

    protected void AddReplay(Span<double> gradient, bool[]? among, double weight)
    {
        if (weight == 0 || Recall().IsEmpty)
            return;
        Bench.Losses.CrossEntropy(Remembered, Bench.Outputs, among, weight);
        Remembered.AddGradient(gradient);
    }
}

/// <summary>The sum of both losses.</summary>
internal sealed class Replay(Workbench bench) : RememberingStrategy(bench, keepsScores: false)
{
    public override void Adjust(Span<double> gradient) => AddReplay(gradient, among: null, weight: 1);
}

/// <summary>Replay in which new examples do not push down the scores of classes outside their batch.</summary>
internal sealed class AsymmetricReplay(Workbench bench) : RememberingStrategy(bench, keepsScores: false)
{
    private readonly bool[] _present = new bool[bench.Network.Classes];

    public override void SetSlopes(Batch current)
    {
        Array.Clear(_present);
        for (var i = 0; i < current.Count; i++)
            _present[current.Label(i)] = true;
        Bench.Losses.CrossEntropy(current, Bench.Outputs, _present, weight: 1);
    }

    public override void Adjust(Span<double> gradient) => AddReplay(gradient, Bench.Outputs.Seen, weight: 1);
}

/// <summary>Scores of remembered examples stay; with a second draw also their losses (DER++).</summary>
internal sealed class DarkReplay(Workbench bench, bool withLabels) : RememberingStrategy(bench, keepsScores: true)
{
    public override void Adjust(Span<double> gradient)
    {
        AddStoredScores(gradient);
        if (withLabels)
            AddReplay(gradient, among: null, Bench.Options.Beta);
    }

    private void AddStoredScores(Span<double> gradient)
    {
        if (Bench.Options.Alpha == 0)
            return;
        var chosen = Recall();
        for (var i = 0; i < chosen.Length; i++)
            Losses.SquaredDistance(Remembered, i, Memory.Scores(chosen[i]), Bench.Options.Alpha);
        Remembered.AddGradient(gradient);
    }
}

/// <summary>A step may not raise the loss on the memory, as far as a batch of it tells.</summary>
internal sealed class AveragedGradientMemory(Workbench bench) : Strategy(bench)
{
    private readonly ExampleMemory _memory = new(bench.Network.Features, 0, bench.Options.MemorySize);
    private readonly Batch _remembered = new(Math.Min(bench.Options.MemoryBatchSize, bench.Options.MemorySize), bench.Network);
    private readonly int[] _chosen = new int[Math.Min(bench.Options.MemoryBatchSize, bench.Options.MemorySize)];
    private readonly double[] _reference = new double[bench.Gradient.Length];

    public override long Bytes => _memory.Bytes;

    public override void Adjust(Span<double> gradient)
    {
        if (_memory.Count == 0)
            return;
        _remembered.Clear();
        foreach (var index in _memory.Draw(Bench.Draws, _chosen))
            _remembered.Add(_memory, index);
        _remembered.Forward();
        Bench.Losses.CrossEntropy(_remembered, Bench.Outputs, among: null, weight: 1);
        Array.Clear(_reference);
        _remembered.AddGradient(_reference);
        Project(gradient, _reference);
    }

    /// <summary>Takes from the gradient its part against the reference, if there is one.</summary>
    public static void Project(Span<double> gradient, ReadOnlySpan<double> reference)
    {
        var along = Kernels.Dot(gradient, reference);
        if (along < 0)
            Kernels.AddScaled(reference, -along / Kernels.Dot(reference, reference), gradient);
    }

    /// <summary>Random examples of the experience go into free places; without free ones, over random others.</summary>
    public override void End(IExamples given)
    {
        int[] order = [.. Enumerable.Range(0, given.Count)];
        Bench.Keeping.Shuffle(order.AsSpan());
        foreach (var i in order.AsSpan(0, Math.Min(order.Length, Math.Min(Bench.Options.MemoryPerExperience, _memory.Capacity))))
        {
            if (_memory.Count < _memory.Capacity)
                _memory.Add(given.Row(i), given.Label(i), given.Task(i), []);
            else
                _memory.Overwrite(Bench.Keeping.NextInt(0, _memory.Capacity), given.Row(i), given.Label(i), given.Task(i), []);
        }
    }

    public override void Save(LearnerState state) => _memory.Save(state);

    public override void Load(LearnerState state) => _memory.Load(state, Bench.Network.Classes);
}
