using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Projects;
using Gyre.Projects.Sweeps;

namespace Gyre.Pipelines;

/// <summary>What a trial of a guided sweep came to.</summary>
/// <param name="Values">Its parameters.</param>
/// <param name="Metric">The metric; null when it did not end well or told none.</param>
public sealed record GuidedTrial(MapValue Values, double? Metric);

/// <summary>
/// Proposes the trials of a guided sweep batch by batch. The first <see cref="SweepExpansion.FirstDraws"/> are drawn unless the caller
/// wants fewer, the others come from an estimator over
/// all trials that ended before. A proposal is a pure function of the sweep, the seed, its number and those trials in their order, so that
/// neither
/// parallelism nor a restart changes it.
/// </summary>
public sealed class GuidedSweep
{
    /// <summary>Trials at once when the sweep does not say.</summary>
    public const int DefaultBatch = 5;

    private readonly Sweep _sweep;
    private readonly ImmutableArray<MapValue> _draws;
    private readonly List<GuidedAxis> _axes;
    private readonly SeededRandom _random;
    private readonly int _firstDraws;

    private GuidedSweep(Sweep sweep, ImmutableArray<MapValue> draws, List<GuidedAxis> axes, SeededRandom random, int firstDraws)
    {
        _firstDraws = firstDraws;
        _sweep = sweep;
        _draws = draws;
        _axes = axes;
        _random = random;
    }

    /// <summary>The sweep with its rules read; null when they give no trials.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="edgeValues">Values that edges bring, by parameter.</param>
    /// <param name="seed">Fixes what is drawn.</param>
    /// <param name="problem">Why there are no trials.</param>
    /// <param name="firstDraws">Trials that are drawn before there is anything to be guided by.</param>
    public static GuidedSweep? Create(
        Sweep sweep, IReadOnlyDictionary<string, ImmutableArray<Value>> edgeValues, long seed, out string? problem,
        int firstDraws = SweepExpansion.FirstDraws)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var expansion = SweepExpansion.Trials(sweep, edgeValues, seed);
        problem = expansion.Problem;
        if (problem is not null)
            return null;
        var axes = SweepExpansion.Axes(sweep, edgeValues).ConvertAll(axis => new GuidedAxis(axis));
        return new GuidedSweep(sweep, expansion.Trials, axes, new SeededRandom(unchecked((ulong)seed)).Fork("guided"), firstDraws);
    }

    /// <summary>The trials to run next; empty when there are enough, or the target is reached.</summary>
    /// <param name="ended">All trials before, in their order.</param>
    public ImmutableArray<MapValue> Next(IReadOnlyList<GuidedTrial> ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        if (ended.Count >= _draws.Length || IsReached(ended))
            return [];
        var size = Math.Min(Math.Max(1, _sweep.ExecutionBatchSize ?? DefaultBatch), _draws.Length - ended.Count);
        var observations = Observations(ended);
        return [.. Enumerable.Range(ended.Count, size).Select(number => Propose(number, observations))];
    }

    private MapValue Propose(int number, List<SearchObservation> observations)
    {
        var searched = _axes.Where(axis => axis.Dimension is not null).ToList();
        if (number < _firstDraws || observations.Count == 0 || searched.Count == 0)
            return _draws[number];
        var point = TreeParzenEstimator.Suggest([.. searched.Select(axis => axis.Dimension!)], observations,
            _random.Fork(number.ToString(CultureInfo.InvariantCulture)));
        var place = 0;
        return new MapValue([.. _axes.Select(axis =>
            KeyValuePair.Create(axis.Name, axis.Dimension is null ? axis.Fixed : axis.ToValue(point[place++])))]);
    }

    private List<SearchObservation> Observations(IReadOnlyList<GuidedTrial> ended)
    {
        var searched = _axes.Where(axis => axis.Dimension is not null).ToList();
        var found = new List<SearchObservation>();
        foreach (var trial in ended.Where(trial => trial.Metric is { } value && double.IsFinite(value)))
        {
            var point = searched.Select(axis => axis.ToPlace(trial.Values.Find(axis.Name))).ToList();
            if (point.All(place => place is not null))
                found.Add(new SearchObservation([.. point.Select(place => place!.Value)], LossOf(trial.Metric!.Value)));
        }
        return found;
    }

    /// <summary>The nearer to the target the better; without a target more is better.</summary>
    private double LossOf(double metric) => _sweep.OptimizationTargetValue is { } target ? Math.Abs(metric - target) : -metric;

    /// <summary>The side from which the target is approached is that of the first trial; on or beyond it, it is reached.</summary>
    private bool IsReached(IReadOnlyList<GuidedTrial> ended)
    {
        if (_sweep.OptimizationTargetValue is not { } target)
            return false;
        var metrics = ended.Select(trial => trial.Metric).OfType<double>().ToList();
        return metrics.Count > 0 && metrics.Exists(metric => metrics[0] <= target ? metric >= target : metric <= target);
    }
}

/// <summary>A parameter of a guided sweep as a dimension of the search.</summary>
internal sealed class GuidedAxis
{
    private readonly ImmutableArray<Value> _choices;
    private readonly double? _base;

    public GuidedAxis(SweepParameter axis)
    {
        Name = axis.Name;
        (_choices, _base) = ([], null);
        switch (axis.Style)
        {
            case SweepStyle.Random:
                var whole = SweepValues.IsWhole(axis.Rules);
                var scale = whole ? SearchScale.Integer : SweepValues.IsLogarithmic(axis.Rules) ? SearchScale.Logarithmic
                    : SearchScale.Linear;
                Dimension = new SearchDimension(scale, SweepValues.Number(axis.Rules, "min")!.Value,
                    SweepValues.Number(axis.Rules, "max")!.Value);
                break;
            case SweepStyle.LogSpace when !SweepValues.IsWhole(axis.Rules):
                _base = SweepValues.Base(axis.Rules);
                var (start, end) = SweepValues.Ends(axis.Rules);
                Dimension = new SearchDimension(SearchScale.Linear, Math.Min(start, end), Math.Max(start, end));
                break;
            default:
                _choices = [.. SweepValues.All(axis).Distinct()];
                Dimension = _choices.Length > 1 ? new SearchDimension(SearchScale.Choice, 0, _choices.Length - 1) : null;
                break;
        }
    }

    public string Name { get; }

    /// <summary>Null when there is nothing to choose.</summary>
    public SearchDimension? Dimension { get; }

    /// <summary>The one value, when there is nothing to choose.</summary>
    public Value Fixed => _choices.Length > 0 ? _choices[0] : Value.Null;

    public Value ToValue(double place)
    {
        if (!_choices.IsEmpty)
            return _choices[(int)place];
        if (Dimension!.Scale == SearchScale.Integer)
            return Value.Of((long)place);
        return Value.Of(_base is { } power ? Math.Pow(power, place) : Math.Clamp(Rounded(place), Dimension.Min, Dimension.Max));
    }

    /// <summary>Where a value lies; null for one that this axis does not have.</summary>
    public double? ToPlace(Value? value)
    {
        if (value is null)
            return null;
        if (!_choices.IsEmpty)
            return _choices.IndexOf(value) is var index and >= 0 ? index : null;
        if (!value.TryGetNumber(out var number))
            return null;
        return _base is { } power ? Math.Log(number) / Math.Log(power) : number;
    }

    /// <summary>Six digits are enough for a hyper-parameter, and people can read them.</summary>
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
