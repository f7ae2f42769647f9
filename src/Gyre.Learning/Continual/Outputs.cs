namespace Gyre.Learning.Continual;

/// <summary>Which classes come into question for the examples of a task, and which were seen so far.</summary>
internal sealed class Outputs(int classes)
{
    private readonly SortedDictionary<int, bool[]> _ofTask = [];
    private readonly bool[] _all = [.. Enumerable.Repeat(true, classes)];

    /// <summary>Classes of earlier experiences.</summary>
    public bool[] Earlier { get; } = new bool[classes];

    /// <summary>Classes of earlier experiences and of this one.</summary>
    public bool[] Seen { get; } = new bool[classes];

    /// <summary>The classes of a task; all where tasks are not told.</summary>
    public bool[] Of(int task) => _ofTask.GetValueOrDefault(task, _all);

    public void Begin(IEnumerable<ContinualRows> parts)
    {
        Seen.CopyTo(Earlier, 0);
        foreach (var rows in parts)
        {
            foreach (var label in rows.Labels)
                Seen[label] = true;
            if (!rows.Outputs.IsDefaultOrEmpty)
                _ofTask[rows.Task] = Marked(rows.Outputs);
        }
    }

    public void Save(LearnerState state)
    {
        state.Put("seen", [.. Seen.Select(AsNumber)]);
        state.Put("tasks", [.. _ofTask.Keys.Select(task => (double)task)]);
        foreach (var (task, marks) in _ofTask)
            state.Put($"outputs/{task}", [.. marks.Select(AsNumber)]);
    }

    public void Load(LearnerState state)
    {
        state.Flags("seen", Seen);
        foreach (var task in state.Whole("tasks", 0, int.MaxValue))
        {
            _ofTask[task] = new bool[classes];
            state.Flags($"outputs/{task}", _ofTask[task]);
        }
    }

    private static double AsNumber(bool mark) => mark ? 1 : 0;

    private bool[] Marked(IEnumerable<int> numbers)
    {
        var marks = new bool[classes];
        foreach (var number in numbers)
            marks[number] = true;
        return marks;
    }
}
