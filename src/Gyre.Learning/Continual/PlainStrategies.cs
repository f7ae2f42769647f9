namespace Gyre.Learning.Continual;

/// <summary>New weights for each experience.</summary>
internal sealed class FromScratch(Workbench bench) : Strategy(bench)
{
    public override bool Restarts => true;
}

/// <summary>New weights for each experience, trained on everything so far.</summary>
internal sealed class Cumulative(Workbench bench) : Strategy(bench)
{
    private readonly ExampleMemory _all = new(bench.Network.Features, 0, int.MaxValue);

    public override bool Restarts => true;

    public override long Bytes => _all.Bytes;

    public override IExamples Begin(IExamples given)
    {
        for (var i = 0; i < given.Count; i++)
            _all.Add(given.Row(i), given.Label(i), given.Task(i), []);
        return _all;
    }

    public override void Save(LearnerState state) => _all.Save(state);

    public override void Load(LearnerState state) => _all.Load(state, Bench.Network.Classes);
}

/// <summary>New weights for each experience, trained on a memory that is balanced by class.</summary>
internal sealed class GreedyDumb(Workbench bench) : Strategy(bench)
{
    private readonly GreedyBalance _rule =
        new(new ExampleMemory(bench.Network.Features, 0, bench.Options.MemorySize), bench.Network.Classes);

    public override bool Restarts => true;

    public override int Epochs => Bench.Options.MemoryEpochs;

    public override long Bytes => _rule.Memory.Bytes;

    public override IExamples Begin(IExamples given)
    {
        int[] order = [.. Enumerable.Range(0, given.Count)];
        Bench.Keeping.Shuffle(order.AsSpan());
        foreach (var i in order)
            _rule.Offer(given.Row(i), given.Label(i), given.Task(i), [], Bench.Keeping);
        return _rule.Memory;
    }

    public override void Save(LearnerState state) => _rule.Save(state);

    public override void Load(LearnerState state) => _rule.Load(state, Bench.Network.Classes);
}
