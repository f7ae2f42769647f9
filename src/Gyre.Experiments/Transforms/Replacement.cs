using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Transforms;

/// <summary>What stands in place of an element.</summary>
/// <param name="Elements">Any number of elements of the same role.</param>
/// <param name="Change">Their values, from the value that the example has.</param>
internal sealed record Replacement(ImmutableArray<DatasetElement> Elements, Func<Value?, ExampleValues> Change)
{
    /// <summary>The examples with some elements replaced.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="replacements">By the place of the element.</param>
    public static TrialRows In(TrialRows rows, IReadOnlyDictionary<int, Replacement> replacements)
    {
        var elements = rows.Schema.Elements.Index().SelectMany(pair =>
            replacements.TryGetValue(pair.Index, out var replacement) ? replacement.Elements : [pair.Item]);
        var schema = rows.Schema with { Elements = [.. elements] };
        return rows with
        {
            Schema = schema,
            Examples = [.. rows.Examples.Select(example =>
                example with { Values = Changed(example.Values, replacements, schema.Elements.Length) })],
        };
    }

    private static ImmutableArray<Value?> Changed(ImmutableArray<Value?> values, IReadOnlyDictionary<int, Replacement> replacements,
        int length)
    {
        var changed = ImmutableArray.CreateBuilder<Value?>(length);
        for (var i = 0; i < values.Length; i++)
        {
            if (replacements.TryGetValue(i, out var replacement))
                changed.AddRange(replacement.Change(values[i]).Values);
            else
                changed.Add(values[i]);
        }
        return changed.MoveToImmutable();
    }
}

/// <summary>Values of some elements of an example.</summary>
/// <param name="Values">One per element.</param>
internal readonly record struct ExampleValues(ImmutableArray<Value?> Values)
{
    /// <summary>One value.</summary>
    public static ExampleValues Of(Value? value) => new([value]);
}
