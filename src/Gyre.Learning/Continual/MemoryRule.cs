using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>Decides which examples of a stream a memory keeps. Its own random numbers, so that training does not change with it.</summary>
internal abstract class MemoryRule(ExampleMemory memory)
{
    public ExampleMemory Memory { get; } = memory;

    public static MemoryRule Of(MemoryKind kind, ExampleMemory memory) => kind switch
    {
        MemoryKind.ClassBalanced => new GroupedReservoir(memory, static (label, _) => label),
        MemoryKind.ExperienceBalanced => new GroupedReservoir(memory, static (_, task) => task),
        _ => new Reservoir(memory),
    };

    public abstract void Offer(ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> scores, SeededRandom random);

    public virtual void Save(LearnerState state) => Memory.Save(state);

    public virtual void Load(LearnerState state, int classes) => Memory.Load(state, classes);
}

/// <summary>
/// The n-th example replaces a random one with probability M / n (J. S. Vitter, "Random sampling with a reservoir", algorithm R, 1985).
/// </summary>
internal sealed class Reservoir(ExampleMemory memory) : MemoryRule(memory)
{
    private long _offered;

    public override void Offer(ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> scores, SeededRandom random)
    {
        _offered++;
        if (Memory.Count < Memory.Capacity)
        {
            Memory.Add(row, label, task, scores);
            return;
        }
        var place = random.NextLong(0, _offered);
        if (place < Memory.Capacity)
            Memory.Overwrite((int)place, row, label, task, scores);
    }

    public override void Save(LearnerState state)
    {
        base.Save(state);
        state.Put("memory/offered", [_offered]);
    }

    public override void Load(LearnerState state, int classes)
    {
        base.Load(state, classes);
        _offered = state.Count("memory/offered");
        if (_offered < Memory.Count)
            throw LearnerState.Refuse("The memory has more examples than it was offered.");
    }
}

/// <summary>
/// A reservoir for each group in one memory. The groups' places are equal and shrink as groups appear; the rest goes to the first. O(M)
/// for each example that replaces another.
/// </summary>
internal sealed class GroupedReservoir(ExampleMemory memory, Func<int, int, int> groupOf) : MemoryRule(memory)
{
    private readonly List<int> _groups = [];
    private readonly List<long> _offered = [];

    public override void Offer(ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> scores, SeededRandom random)
    {
        var group = groupOf(label, task);
        var rank = _groups.IndexOf(group);
        if (rank < 0)
            rank = Open(group, random);
        _offered[rank]++;
        var places = Places(rank);
        var held = Held(group);
        if (held < places)
        {
            Memory.Add(row, label, task, scores);
            return;
        }
        var place = random.NextLong(0, _offered[rank]);
        if (place < places)
            Memory.Overwrite(IndexOf(group, (int)place), row, label, task, scores);
    }

    public override void Save(LearnerState state)
    {
        base.Save(state);
        state.Put("memory/groups", [.. _groups.Select(group => (double)group)]);
        state.Put("memory/offered", [.. _offered.Select(count => (double)count)]);
    }

    public override void Load(LearnerState state, int classes)
    {
        base.Load(state, classes);
        _groups.AddRange(state.Whole("memory/groups", 0, int.MaxValue));
        _offered.AddRange(state.Counts("memory/offered", _groups.Count).Select(count => (long)count));
    }

    private int Open(int group, SeededRandom random)
    {
        _groups.Add(group);
        _offered.Add(0);
        for (var rank = 0; rank < _groups.Count - 1; rank++)
        {
            for (var held = Held(_groups[rank]); held > Places(rank); held--)
                Memory.Remove(IndexOf(_groups[rank], random.NextInt(0, held)));
        }
        return _groups.Count - 1;
    }

    private int Places(int rank) =>
        (Memory.Capacity / _groups.Count) + (rank < Memory.Capacity % _groups.Count ? 1 : 0);

    private int Held(int group)
    {
        var held = 0;
        for (var i = 0; i < Memory.Count; i++)
            held += groupOf(Memory.Label(i), Memory.Task(i)) == group ? 1 : 0;
        return held;
    }

    /// <summary>Where the n-th example of a group lies.</summary>
    private int IndexOf(int group, int number)
    {
        for (var i = 0; i < Memory.Count; i++)
        {
            if (groupOf(Memory.Label(i), Memory.Task(i)) == group && number-- == 0)
                return i;
        }
        throw new InvalidOperationException($"The memory has no example {number} of group {group}.");
    }
}

/// <summary>
/// GDumb's sampler: an example of a class below its share is stored; a full memory gives up a random one of its largest class (A. Prabhu
/// et al., 2020). O(M).
/// </summary>
internal sealed class GreedyBalance(ExampleMemory memory, int classes) : MemoryRule(memory)
{
    private readonly int[] _held = new int[classes];

    public override void Offer(ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> scores, SeededRandom random)
    {
        if (Memory.Capacity == 0)
            return;
        var known = _held.Count(held => held > 0);
        var share = known == 0 ? Memory.Capacity : Memory.Capacity / known;
        if (_held[label] > 0 && _held[label] >= share)
            return;
        if (Memory.Count == Memory.Capacity)
            RemoveOneOf(Array.IndexOf(_held, _held.Max()), random);
        Memory.Add(row, label, task, scores);
        _held[label]++;
    }

    public override void Load(LearnerState state, int classes)
    {
        base.Load(state, classes);
        for (var i = 0; i < Memory.Count; i++)
            _held[Memory.Label(i)]++;
    }

    private void RemoveOneOf(int label, SeededRandom random)
    {
        var number = random.NextInt(0, _held[label]);
        var index = 0;
        while (Memory.Label(index) != label || number-- > 0)
            index++;
        Memory.Remove(index);
        _held[label]--;
    }
}
