using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Projects;

namespace Gyre.Pipelines.Cycles;

/// <summary>
/// Values of the next turn. Each is a pure function of the cycle's seed, the turn and the turns before; a parameter has a stream of its own,
/// so that declaring another one changes none of the others.
/// </summary>
internal static class Generators
{
    /// <summary>By <c>node.parameter</c>, in declared order. A copy of something that has no value is left out.</summary>
    public static MapValue Next(Cycle cycle, IReadOnlyList<TurnOutcome> turns)
    {
        var index = turns.Count;
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var next in cycle.Next)
        {
            var name = $"{next.Target.Node}.{next.Target.Parameter}";
            var random = new SeededRandom(unchecked((ulong)cycle.Seed)).Fork(name).Fork(index.ToString(CultureInfo.InvariantCulture));
            var value = next.Generator switch
            {
                ValueGenerator constant => constant.Value,
                CopyGenerator copy => turns[^1].Values.GetValueOrDefault(copy.Source),
                SampleGenerator sample => Sample(sample, random),
                StepGenerator step => Step(step, index),
                SuggestGenerator suggest => Suggest(suggest, cycle.Objective, next.Target, turns, random),
                _ => null,
            };
            if (value is not null)
                values.Add(KeyValuePair.Create(name, value));
        }
        return new MapValue(values.ToImmutable());
    }

    private static Value Sample(SampleGenerator sample, SeededRandom random) => Collect(sample.Count, Distinct(sample), () => sample.Kind switch
    {
        SampleKind.Integer => Integer(random.NextLong((long)sample.Min, (long)sample.Max + 1)),
        SampleKind.Uniform => Float(sample.Min + random.NextDouble() * (sample.Max - sample.Min), sample.Min, sample.Max),
        SampleKind.LogUniform => Float(Math.Exp(Math.Log(sample.Min) + random.NextDouble() * (Math.Log(sample.Max) - Math.Log(sample.Min))), sample.Min, sample.Max),
        _ => sample.Choices[random.NextInt(0, sample.Choices.Length)],
    });

    /// <summary>How many different values there are, at most; a list has no value twice while there are others.</summary>
    private static double Distinct(SampleGenerator sample) => sample.Kind switch
    {
        SampleKind.Integer => sample.Max - sample.Min + 1,
        SampleKind.Choice => sample.Choices.Distinct().Count(),
        _ => sample.Max > sample.Min ? double.PositiveInfinity : 1,
    };

    private static Value Step(StepGenerator step, int index)
    {
        var value = step.Start + index * step.By;
        value = Math.Min(Math.Max(value, step.Min ?? double.NegativeInfinity), step.Max ?? double.PositiveInfinity);
        return step.Integer ? Integer((BigInteger)Math.Round(value)) : Float(value, double.NegativeInfinity, double.PositiveInfinity);
    }

    private static Value Suggest(SuggestGenerator suggest, Objective? objective, ParameterTarget target, IReadOnlyList<TurnOutcome> turns, SeededRandom random)
    {
        var integer = suggest.Kind == SampleKind.Integer;
        var scale = suggest.Kind switch { SampleKind.Integer => SearchScale.Integer, SampleKind.LogUniform => SearchScale.Logarithmic, _ => SearchScale.Linear };
        var dimension = new SearchDimension(scale, suggest.Min, suggest.Max);
        var seen = objective is null ? [] : Observations(objective, $"{target.Node}.parameter.{target.Parameter}", dimension, turns);
        var distinct = integer ? suggest.Max - suggest.Min + 1 : suggest.Max > suggest.Min ? double.PositiveInfinity : 1;
        return Collect(suggest.Count, distinct, () =>
        {
            var value = TreeParzenEstimator.Suggest([dimension], seen, random)[0];
            return integer ? Integer((BigInteger)value) : Float(value, suggest.Min, suggest.Max);
        });
    }

    /// <summary>Each value that a turn used, with what the turn came to; values outside the range teach nothing about it.</summary>
    private static List<SearchObservation> Observations(Objective objective, string name, SearchDimension dimension, IReadOnlyList<TurnOutcome> turns) =>
    [
        .. from turn in turns
           let result = CycleMachine.ObjectiveOf(objective, turn)
           where result is not null
           from value in Flat(turn.Values.GetValueOrDefault(name))
           where value >= dimension.Min && value <= dimension.Max
           select new SearchObservation([value], objective.Direction == Direction.Maximize ? -result.Value : result.Value),
    ];

    private static IEnumerable<double> Flat(Value? value) => value switch
    {
        ListValue list => list.Items.SelectMany(Flat),
        not null when value.TryGetNumber(out var number) => [number],
        _ => [],
    };

    private static Value Collect(int? count, double distinct, Func<Value> draw)
    {
        if (count is not { } many)
            return draw();
        var values = new List<Value>();
        var seen = new HashSet<Value>();
        for (var tries = 0; values.Count < many && tries < many * 100; tries++)
        {
            var value = draw();
            if (seen.Add(value) || seen.Count >= distinct)
                values.Add(value);
        }
        while (values.Count < many)
            values.Add(draw());
        return Value.Of(values);
    }

    private static IntegerValue Integer(BigInteger number) => new IntegerValue(number);

    /// <summary>Six digits are enough for a hyper-parameter, and people can read them; never outside the range for it.</summary>
    private static Value Float(double value, double min, double max)
    {
        var rounded = double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Value.Of(Math.Clamp(rounded, min, max));
    }
}
