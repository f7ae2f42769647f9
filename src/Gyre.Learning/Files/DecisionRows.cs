using System.Collections.Immutable;

namespace Gyre.Learning.Files;

/// <summary>Collects the rows of a log of decisions.</summary>
internal sealed class DecisionRows(ImmutableArray<string> fields)
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly ImmutableArray<int>.Builder _chosen = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<double>.Builder _propensities = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<double>.Builder _rewards = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<string>.Builder _ids = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _times = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _sources = ImmutableArray.CreateBuilder<string>();
    private double[] _values = new double[1024];
    private int _used;

    public int Count => _rewards.Count;

    /// <summary>Whether one row more would exceed the limit of cells.</summary>
    public bool IsFull => (long)_used + fields.Length > Table.MaxCells;

    /// <summary>Room for the next context.</summary>
    public Span<double> NextContext()
    {
        if (_used + fields.Length > _values.Length)
            Array.Resize(ref _values, Math.Max(_used + fields.Length, (int)Math.Min(Table.MaxCells, 2L * _values.Length)));
        _used += fields.Length;
        return _values.AsSpan(_used - fields.Length, fields.Length);
    }

    /// <summary>Ends the row whose context was asked for.</summary>
    public void Add(string arm, double propensity, double reward)
    {
        if (!_index.TryGetValue(arm, out var index))
            _index.Add(arm, index = _index.Count);
        _chosen.Add(index);
        _propensities.Add(propensity);
        _rewards.Add(reward);
    }

    /// <summary>False for an id that was there before.</summary>
    public bool AddId(string id)
    {
        _ids.Add(id);
        return _seen.Add(id);
    }

    public void AddTime(string time) => _times.Add(time);

    public void AddSource(string source) => _sources.Add(source);

    public DecisionLog ToLog()
    {
        Array.Resize(ref _values, _used);
        // The order of arms must not depend on which came first.
        ImmutableArray<string> arms = [.. _index.Keys.Order(StringComparer.Ordinal)];
        var places = new int[arms.Length];
        for (var i = 0; i < arms.Length; i++)
            places[_index[arms[i]]] = i;
        return new DecisionLog
        {
            ContextFields = fields,
            Contexts = new DenseMatrix(Count, fields.Length, _values),
            Arms = arms,
            Chosen = [.. _chosen.Select(index => places[index])],
            Propensities = _propensities.DrainToImmutable(),
            Rewards = _rewards.DrainToImmutable(),
            Ids = _ids.DrainToImmutable(),
            Times = _times.DrainToImmutable(),
            Sources = _sources.DrainToImmutable(),
        };
    }
}
