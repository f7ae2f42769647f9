using Gyre.Learning.Vectors;

namespace Gyre.Learning.Continual;

/// <summary>Gradient descent on a network, with a strategy.</summary>
internal sealed class NetworkLearner : LearnerCore
{
    private readonly Workbench _bench;
    private readonly Strategy _strategy;
    private readonly double[] _hidden;

    public NetworkLearner(ContinualOptions options, int features, int classes)
    {
        _bench = new Workbench(options, new HeadNetwork(features, options.Hidden, classes));
        _strategy = Create(options.Strategy, _bench);
        _hidden = new double[options.Hidden];
        _bench.Restart();
    }

    public override long Parameters => _bench.Network.Parameters.Length;

    public override long Bytes => _strategy.Bytes;

    public override bool[] Learn(
        IReadOnlyList<ContinualRows> parts, long experience, Action<int>? stepped, CancellationToken cancellationToken)
    {
        _bench.Begin(experience);
        _bench.Outputs.Begin(parts);
        var given = new GivenExamples(parts);
        var hits = _strategy.Restarts ? Judge(given) : new bool[given.Count];
        var examples = _strategy.Begin(given);
        if (_strategy.Restarts)
            _bench.Restart();
        Train(examples, _strategy.Restarts ? [] : hits, stepped, cancellationToken);
        _strategy.End(given);
        return hits;
    }

    public override void Score(ReadOnlySpan<double> row, Span<double> scores) =>
        _bench.Network.Forward(_bench.Network.Parameters, row, _hidden, scores);

    public override void Save(LearnerState state)
    {
        state.Put("parameters", _bench.Network.Parameters);
        _bench.Outputs.Save(state);
        _strategy.Save(state);
    }

    public override void Load(LearnerState state)
    {
        state.Fill("parameters", _bench.Network.Parameters);
        _bench.Outputs.Load(state);
        _strategy.Load(state);
    }

    private static Strategy Create(string name, Workbench bench) => name switch
    {
        "naive" or "joint" => new Strategy(bench),
        "from-scratch" => new FromScratch(bench),
        "cumulative" => new Cumulative(bench),
        "replay" => new Replay(bench),
        "gdumb" => new GreedyDumb(bench),
        "ewc" => new Consolidation(bench),
        "si" => new Intelligence(bench),
        "lwf" => new Distillation(bench),
        "a-gem" => new AveragedGradientMemory(bench),
        "der" => new DarkReplay(bench, withLabels: false),
        "der++" => new DarkReplay(bench, withLabels: true),
        "er-ace" => new AsymmetricReplay(bench),
        _ => throw new InvalidOperationException($"The strategy '{name}' has no implementation."),
    };

    private void Train(IExamples examples, bool[] hits, Action<int>? stepped, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, examples.Count)];
        var learned = 0;
        for (var epoch = 0; epoch < _strategy.Epochs; epoch++)
        {
            _bench.Order.Shuffle(order.AsSpan());
            for (var start = 0; start < order.Length; start += _bench.Options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = order.AsSpan(start, Math.Min(_bench.Options.BatchSize, order.Length - start));
                Step(examples, batch, epoch == 0 && hits.Length > 0 ? hits.AsSpan(start) : [], epoch == 0);
                stepped?.Invoke(learned += batch.Length);
            }
        }
    }

    private void Step(IExamples examples, ReadOnlySpan<int> indexes, Span<bool> hits, bool isFirstEpoch)
    {
        var (current, gradient, parameters) = (_bench.Current, _bench.Gradient, _bench.Network.Parameters);
        current.Clear();
        foreach (var index in indexes)
            current.Add(examples, index);
        current.Forward();
        if (!hits.IsEmpty)
            Judge(current, hits);
        _strategy.SetSlopes(current);
        Array.Clear(gradient);
        current.AddGradient(gradient);
        _strategy.Adjust(gradient);
        Kernels.AddScaled(gradient, -_bench.Options.LearningRate, parameters);
        _strategy.Stepped(current, isFirstEpoch);
    }

    private void Judge(Batch current, Span<bool> hits)
    {
        for (var i = 0; i < current.Count; i++)
            hits[i] = Best(current.Scores(i), _bench.Outputs.Of(current.Task(i))) == current.Label(i);
    }

    /// <summary>A strategy that trains on stored examples is judged on the new ones before it starts.</summary>
    private bool[] Judge(GivenExamples given)
    {
        var hits = new bool[given.Count];
        var scores = new double[_bench.Network.Classes];
        for (var i = 0; i < hits.Length; i++)
        {
            Score(given.Row(i), scores);
            hits[i] = Best(scores, _bench.Outputs.Of(given.Task(i))) == given.Label(i);
        }
        return hits;
    }
}
