using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>Examples that are kept, each with its class, its task and, if wanted, the scores it had when it was stored.</summary>
/// <remarks>
/// O(1) to add and to overwrite; grows up to its capacity. Which examples stay is decided by a <see cref="MemoryRule"/>.
/// </remarks>
internal sealed class ExampleMemory(int features, int scores, int capacity) : IExamples
{
    private double[] _rows = [];
    private double[] _scores = [];
    private int[] _labels = [];
    private int[] _tasks = [];

    public int Capacity => capacity;

    public int Count { get; private set; }

    /// <summary>Bytes of what is kept, as doubles and 4-byte integers.</summary>
    public long Bytes => (long)Count * (((features + scores) * sizeof(double)) + (2 * sizeof(int)));

    public ReadOnlySpan<double> Row(int index) => _rows.AsSpan(index * features, features);

    public ReadOnlySpan<double> Scores(int index) => _scores.AsSpan(index * scores, scores);

    public int Label(int index) => _labels[index];

    public int Task(int index) => _tasks[index];

    public void Add(ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> rowScores)
    {
        Grow(Count + 1);
        Count++;
        Overwrite(Count - 1, row, label, task, rowScores);
    }

    public void Overwrite(int index, ReadOnlySpan<double> row, int label, int task, ReadOnlySpan<double> rowScores)
    {
        row.CopyTo(_rows.AsSpan(index * features, features));
        rowScores[..scores].CopyTo(_scores.AsSpan(index * scores, scores));
        (_labels[index], _tasks[index]) = (label, task);
    }

    /// <summary>Takes an example out; the last one gets its place.</summary>
    public void Remove(int index)
    {
        Overwrite(index, Row(Count - 1), _labels[Count - 1], _tasks[Count - 1], Scores(Count - 1));
        Count--;
    }

    /// <summary>
    /// Different examples, each choice equally likely; all when there are fewer (R. W. Floyd's algorithm, J. Bentley, "Programming
    /// pearls", 1987).
    /// </summary>
    /// <param name="random">One draw per example.</param>
    /// <param name="chosen">Receives their numbers; its length is how many are wanted.</param>
    /// <returns>The part of <paramref name="chosen"/> that was filled.</returns>
    public ReadOnlySpan<int> Draw(SeededRandom random, Span<int> chosen)
    {
        var wanted = Math.Min(chosen.Length, Count);
        for (var i = 0; i < wanted; i++)
        {
            var top = Count - wanted + i;
            var index = random.NextInt(0, top + 1);
            chosen[i] = chosen[..i].Contains(index) ? top : index;
        }
        return chosen[..wanted];
    }

    public void Save(LearnerState state)
    {
        state.Put("memory/rows", _rows.AsSpan(0, Count * features));
        state.Put("memory/scores", _scores.AsSpan(0, Count * scores));
        state.Put("memory/labels", [.. _labels.Take(Count).Select(label => (double)label)]);
        state.Put("memory/tasks", [.. _tasks.Take(Count).Select(task => (double)task)]);
    }

    public void Load(LearnerState state, int classes)
    {
        _labels = state.Whole("memory/labels", 0, classes - 1);
        if (_labels.Length > capacity)
            throw LearnerState.Refuse($"The memory has {_labels.Length} examples, but its size is {capacity}.");
        Count = _labels.Length;
        _tasks = state.Whole("memory/tasks", 0, int.MaxValue);
        if (_tasks.Length != Count)
            throw LearnerState.Refuse("The memory does not have one task for each example.");
        _rows = state.Get("memory/rows", (long)Count * features);
        _scores = state.Get("memory/scores", (long)Count * scores);
    }

    private void Grow(int count)
    {
        if (count <= _labels.Length)
            return;
        var size = (int)Math.Min(capacity, Math.Max(64, 2L * _labels.Length));
        Array.Resize(ref _rows, checked(size * features));
        Array.Resize(ref _scores, checked(size * scores));
        Array.Resize(ref _labels, size);
        Array.Resize(ref _tasks, size);
    }
}
