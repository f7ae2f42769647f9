using System.Collections.Immutable;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Projects.Sweeps;

/// <summary>The values that the rules of a sweep parameter stand for.</summary>
public static class SweepValues
{
    /// <summary>How many values a parameter has when all are taken; null when they are drawn.</summary>
    public static BigInteger? Count(SweepParameter parameter) => parameter.Style switch
    {
        SweepStyle.Single => parameter.Rules.Find("value") switch { ListValue list => list.Items.Length, null => 0, _ => 1 },
        SweepStyle.Multiple => (parameter.Rules.Find("items") as ListValue)?.Items.Length ?? 0,
        SweepStyle.Linear => LinearCount(parameter.Rules),
        SweepStyle.LogSpace => Whole(parameter.Rules, "count") ?? 0,
        _ => null,
    };

    /// <summary>Points of a grid; drawn parameters and empty ones count once, because an edge may fill them.</summary>
    public static BigInteger GridSize(IEnumerable<SweepParameter> parameters) =>
        parameters.Aggregate(BigInteger.One, (product, parameter) => product * BigInteger.Max(1, Count(parameter) ?? Whole(parameter.Rules, "count") ?? 1));

    /// <summary>Why the rules can give no values whatever happens later, or null.</summary>
    public static string? Refuse(SweepParameter parameter, SweepKind kind)
    {
        var rules = parameter.Rules;
        if (rules.Entries.Select(entry => entry.Value).OfType<FloatValue>().Any(value => !double.IsFinite(value.Number)))
            return "a rule is not a finite number";
        return parameter.Style switch
        {
            SweepStyle.Linear => RefuseLinear(rules),
            SweepStyle.LogSpace => RefuseLogSpace(rules),
            SweepStyle.Random => RefuseRandom(rules),
            SweepStyle.Single when rules.Find("value") is null => "'single' requires 'value'",
            SweepStyle.Multiple when rules.Find("items") is not ListValue => "'multiple' requires 'items'",
            _ => null,
        };
    }

    /// <summary>All values in order, of a parameter whose values are not drawn.</summary>
    public static ImmutableArray<Value> All(SweepParameter parameter)
    {
        var rules = parameter.Rules;
        var values = parameter.Style switch
        {
            SweepStyle.Single => rules.Find("value") switch { null => [], ListValue list => list.Items, TextValue { Text.Length: 0 } => [], var one => [one] },
            SweepStyle.Multiple => (rules.Find("items") as ListValue)?.Items ?? [],
            SweepStyle.Linear => Linear(rules),
            SweepStyle.LogSpace => LogSpace(rules),
            _ => [],
        };
        return [.. values.Select(value => Finish(value, rules))];
    }

    /// <summary>One draw between the ends (or among the items) of a parameter.</summary>
    public static Value Draw(SweepParameter parameter, SeededRandom random)
    {
        var rules = parameter.Rules;
        if (parameter.Style != SweepStyle.Random && parameter.Style != SweepStyle.LogSpace)
        {
            var all = All(parameter);
            return all.Length == 0 ? Value.Null : all[(int)(random.NextDouble() * all.Length)];
        }
        var (min, max) = (Number(rules, "min") ?? Number(rules, "start") ?? 0, Number(rules, "max") ?? Number(rules, "end") ?? 1);
        var at = min + (max - min) * random.NextDouble();
        if (parameter.Style == SweepStyle.LogSpace)
            return Finish(Value.Of(Math.Pow(Base(rules), at)), rules);
        return Finish(Value.Of(Distribution(rules) is "log" ? Math.Exp(Math.Log(min) + (Math.Log(max) - Math.Log(min)) * Fraction(at, min, max)) : at), rules);
    }

    /// <summary>Whether only whole numbers are wanted.</summary>
    public static bool IsWhole(MapValue rules) => Flag(rules, "integerify");

    /// <summary>Whether draws lie evenly in the logarithm.</summary>
    public static bool IsLogarithmic(MapValue rules) => Distribution(rules) is "log";

    /// <summary>Both ends of exponents.</summary>
    public static (double Start, double End) Ends(MapValue rules) => ((Number(rules, "start") ?? Number(rules, "min"))!.Value, (Number(rules, "end") ?? Number(rules, "max"))!.Value);

    private static double Fraction(double at, double min, double max) => max > min ? (at - min) / (max - min) : 0;

    private static string Distribution(MapValue rules) => rules.Find("distribution") is TextValue { Text: var text } && text.Contains("log", StringComparison.OrdinalIgnoreCase) ? "log" : "uniform";

    private static string? RefuseLinear(MapValue rules)
    {
        if (Number(rules, "start") is not { } start || Number(rules, "end") is not { } end)
            return "'linear' requires 'start' and 'end'";
        var step = Number(rules, "step") ?? 1;
        if (step == 0 && start != end)
            return "'step' is 0, so the end is never reached";
        return (end - start) * step < 0 ? $"'step' leads away from 'end' ({start} to {end} by {step})" : null;
    }

    private static string? RefuseLogSpace(MapValue rules)
    {
        if ((Number(rules, "start") ?? Number(rules, "min")) is not { } start || (Number(rules, "end") ?? Number(rules, "max")) is not { } end)
            return "'logspace' requires 'start' and 'end'";
        if (Whole(rules, "count") is not { } count || count < 1)
            return "'logspace' requires a 'count' of at least 1";
        if (Base(rules) <= 0)
            return "'base' must be greater than 0";
        return double.IsFinite(Math.Pow(Base(rules), start)) && double.IsFinite(Math.Pow(Base(rules), end)) ? null : "the powers are too large";
    }

    private static string? RefuseRandom(MapValue rules)
    {
        if (Number(rules, "min") is not { } min || Number(rules, "max") is not { } max)
            return "'random' requires 'min' and 'max'";
        if (min > max)
            return $"'min' ({min}) is greater than 'max' ({max})";
        return Distribution(rules) == "log" && min <= 0 ? "'min' must be greater than 0 for a logarithmic distribution" : null;
    }

    private static BigInteger LinearCount(MapValue rules)
    {
        if (RefuseLinear(rules) is not null)
            return 0;
        if (rules.Find("start") is IntegerValue { Number: var first } && rules.Find("end") is IntegerValue { Number: var last } && (rules.Find("step") ?? Value.Of(1)) is IntegerValue { Number: var by })
            return by.IsZero ? 1 : (last - first) / by + 1;
        var (start, end, step) = (Number(rules, "start")!.Value, Number(rules, "end")!.Value, Number(rules, "step") ?? 1);
        var steps = step == 0 ? 0 : (end - start) / step;
        return double.IsFinite(steps) ? new BigInteger(Math.Floor(steps + Math.Min(1e-6, 1e-9 * Math.Max(1, steps)))) + 1 : BigInteger.Pow(10, 300);
    }

    /// <summary>From the index, so that no error adds up. Integers stay integers.</summary>
    private static ImmutableArray<Value> Linear(MapValue rules)
    {
        var count = (int)BigInteger.Min(LinearCount(rules), SweepExpansion.MaxTrials + 1);
        if (rules.Find("start") is IntegerValue start && rules.Find("step") is IntegerValue or null && rules.Find("end") is IntegerValue)
        {
            var step = (rules.Find("step") as IntegerValue)?.Number ?? 1;
            return [.. Enumerable.Range(0, count).Select(index => (Value)new IntegerValue(start.Number + step * index))];
        }
        var (first, last, by) = (Number(rules, "start")!.Value, Number(rules, "end")!.Value, Number(rules, "step") ?? 1);
        return [.. Enumerable.Range(0, count).Select(index => Value.Of(Snap(first, by, index, last)))];
    }

    /// <summary>The decimal that was meant: 0.1 * 3 is 0.3. The last value is never past the end.</summary>
    private static double Snap(double first, double by, int index, double last)
    {
        if (index == 0)
            return first;
        var value = Math.Abs(first) < 1e12 && Math.Abs(by) < 1e12 && Math.Abs(by) > 1e-12
            ? (double)((decimal)first + (decimal)by * index)
            : first + by * index;
        return (by > 0 && value > last) || (by < 0 && value < last) ? last : value;
    }

    private static ImmutableArray<Value> LogSpace(MapValue rules)
    {
        var (start, end) = ((Number(rules, "start") ?? Number(rules, "min"))!.Value, (Number(rules, "end") ?? Number(rules, "max"))!.Value);
        var count = (int)BigInteger.Min(Whole(rules, "count") ?? 0, SweepExpansion.MaxTrials + 1);
        return [.. Enumerable.Range(0, count).Select(index => Value.Of(Math.Pow(Base(rules), count == 1 ? start : start + (end - start) * index / (count - 1))))];
    }

    private static Value Finish(Value value, MapValue rules)
    {
        if (Flag(rules, "numberify") && value is TextValue { Text: var text })
            value = NumberText.TryReadInteger(text, out var integer) ? new IntegerValue(integer) : NumberText.TryReadDouble(text, out var real) ? Value.Of(real) : value;
        return Flag(rules, "integerify") && value is FloatValue { Number: var number } && double.IsFinite(number) ? new IntegerValue(new BigInteger(Math.Round(number, MidpointRounding.ToEven))) : value;
    }

    private static bool Flag(MapValue rules, string name) => rules.Find(name) is BooleanValue { Flag: true };

    /// <summary>Base of exponents; 10 when none is given.</summary>
    public static double Base(MapValue rules) => Number(rules, "base") ?? 10;

    /// <summary>A number among the rules; null when there is none of that name.</summary>
    public static double? Number(MapValue rules, string name) => rules.Find(name) is { } value && value.TryGetNumber(out var number) ? number : null;

    private static BigInteger? Whole(MapValue rules, string name) => rules.Find(name) switch
    {
        IntegerValue integer => integer.Number,
        FloatValue { Number: var number } when double.IsFinite(number) => new BigInteger(number),
        _ => null,
    };
}
