using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Profiles;

/// <summary>Profiles as JSON. <see cref="ProfileReader"/> reads what this writes.</summary>
internal static class ProfileText
{
    public static MapValue Of(DatasetProfile profile) => Object(
        ("schemaVersion", Value.Of(DatasetProfile.SchemaVersion)),
        ("name", Value.Of(profile.Name)),
        ("examples", Value.Of(profile.Examples)),
        ("columns", Value.Of(profile.Columns.Select(Of))));

    /// <summary>The word of a role: <c>input</c>.</summary>
    public static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value);

    /// <summary>A moment of a profile in ISO 8601.</summary>
    public static string MomentOf(double seconds) =>
        ElementValue.OfMoment(DateTime.UnixEpoch.AddTicks((long)seconds * TimeSpan.TicksPerSecond)).Text;

    private static MapValue Of(ColumnProfile column) => Object(
        ("name", Value.Of(column.Name)),
        ("role", Value.Of(WordOf(column.Role))),
        ("type", Value.Of(SchemaCheck.WordOf(column.Type))),
        ("multiValue", SchemaCheck.WordOf(column.MultiValue) is { } several ? Value.Of(several) : Value.Null),
        ("values", Value.Of(column.Values)),
        ("missing", Value.Of(column.Missing)),
        ("nulls", Value.Of(column.Nulls)),
        ("invalid", Value.Of(column.Invalid)),
        ("notFinite", Value.Of(column.NotFinite)),
        ("distinct", Value.Of(column.Distinct)),
        ("distinctExact", Value.Of(column.IsDistinctExact)),
        ("numbers", column.Numbers is { } numbers ? Of(numbers) : Value.Null),
        ("top", Value.Of(column.Top.Select(static one => Object(("value", Value.Of(one.Value)), ("count", Value.Of(one.Count)))))),
        ("others", Value.Of(column.Others)),
        ("fileKinds", Value.Of(column.FileKinds.Select(static kind => Object(
            ("extension", Value.Of(kind.Extension)), ("count", Value.Of(kind.Count)), ("bytes", Value.Of(kind.Bytes)))))));

    private static MapValue Of(NumberProfile numbers)
    {
        var isMoment = numbers.Measure == ProfileMeasure.Seconds;
        return Object(
            ("measure", Value.Of(WordOf(numbers.Measure))),
            ("count", Value.Of(numbers.Count)),
            ("min", Value.Of(numbers.Min)),
            ("max", Value.Of(numbers.Max)),
            ("earliest", isMoment ? Value.Of(MomentOf(numbers.Min)) : Value.Null),
            ("latest", isMoment ? Value.Of(MomentOf(numbers.Max)) : Value.Null),
            ("mean", Of(numbers.Mean)),
            ("deviation", Of(numbers.Deviation)),
            ("rankError", Value.Of(numbers.RankError)),
            ("quantiles", Value.Of(NumberProfile.Shares.Zip(numbers.Quantiles).Select(static pair => Object(
                ("share", Value.Of(pair.First)), ("value", Value.Of(pair.Second)))))),
            ("histogram", Object(("bounds", Of(numbers.Histogram.Bounds)), ("counts", Of(numbers.Histogram.Counts)))),
            ("distribution", Object(("values", Of(numbers.Distribution.Values)), ("counts", Of(numbers.Distribution.Counts)))));
    }

    private static Value Of(double? number) => number is { } known ? Value.Of(known) : Value.Null;

    private static Value Of(ImmutableArray<double> numbers) => Value.Of(numbers.Select(Value.Of));

    private static Value Of(ImmutableArray<long> numbers) => Value.Of(numbers.Select(Value.Of));

    private static MapValue Object(params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var map = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(entries.Length);
        foreach (var (name, value) in entries)
            map.Add(new(name, value));
        return new MapValue(map.MoveToImmutable());
    }
}
