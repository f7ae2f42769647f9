using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Home;

namespace Gyre.Server.Features.Datasets;

/// <summary>Profiles, differences and drift as the API shows them.</summary>
internal static class ComparisonViews
{
    private const int MostFiles = 1000;
    private const int MostTop = 100;

    public static DatasetDiffInfo Of(DatasetDifference difference, DatasetVersionInfo from, DatasetVersionInfo to) => new()
    {
        From = from,
        To = to,
        Same = difference.IsSame,
        Files = new DatasetFileDiffInfo
        {
            AddedCount = difference.Added.Length,
            RemovedCount = difference.Removed.Length,
            ChangedCount = difference.Changed.Length,
            Added = First(difference.Added),
            Removed = First(difference.Removed),
            Changed = First(difference.Changed),
        },
        Schema = difference.Schema is { } schema ? Of(schema) : null,
        Examples = difference.Examples is { } examples ? Of(examples) : null,
        Unreadable = difference.Unreadable,
    };

    public static ColumnDriftInfo Of(ColumnDrift column) => new()
    {
        Name = column.Name,
        Change = KebabCase.Of(column.Change),
        Verdict = column.Verdict is { } verdict ? KebabCase.Of(verdict) : null,
        Psi = column.Index,
        Chance = column.Chance,
        Ks = column.Distance,
        MissingBefore = column.MissingBefore,
        MissingAfter = column.MissingAfter,
        NewValues = column.NewValues,
        VanishedValues = column.VanishedValues,
    };

    public static DatasetProfileInfo Of(DatasetProfile profile) =>
        new() { Examples = profile.Examples, Columns = [.. profile.Columns.Select(Of)] };

    private static ColumnProfileInfo Of(ColumnProfile column) => new()
    {
        Name = column.Name,
        Role = DatasetViews.Word(column.Role),
        Type = DatasetViews.Word(column.Type),
        MultiValue = DatasetViews.WordOf(column.MultiValue),
        Values = column.Values,
        Missing = column.Missing,
        Nulls = column.Nulls,
        Invalid = column.Invalid,
        NotFinite = column.NotFinite,
        Distinct = column.Distinct,
        DistinctExact = column.IsDistinctExact,
        Numbers = column.Numbers is { } numbers ? Of(numbers) : null,
        Top = [.. column.Top.Take(MostTop).Select(static one => new ValueCountInfo { Value = one.Value, Count = one.Count })],
        Others = column.Others + column.Top.Skip(MostTop).Sum(static one => one.Count),
        FileKinds =
        [
            .. column.FileKinds.Select(static kind => new FileKindInfo
            {
                Extension = kind.Extension, Count = kind.Count, Bytes = kind.Bytes,
            }),
        ],
    };

    private static NumberProfileInfo Of(NumberProfile numbers) => new()
    {
        Measure = KebabCase.Of(numbers.Measure),
        Count = numbers.Count,
        Min = numbers.Min,
        Max = numbers.Max,
        Mean = numbers.Mean,
        Deviation = numbers.Deviation,
        RankError = numbers.RankError,
        Quantiles =
        [
            .. NumberProfile.Shares.Zip(numbers.Quantiles).Select(
                static pair => new QuantileInfo { Share = pair.First, Value = pair.Second }),
        ],
        Bounds = numbers.Histogram.Bounds,
        Counts = numbers.Histogram.Counts,
    };

    private static DatasetSchemaDiffInfo Of(SchemaDifference schema) => new()
    {
        Added = schema.Added,
        Removed = schema.Removed,
        Changed =
        [
            .. schema.Changed.Select(static change => new DatasetElementChangeInfo
            {
                Element = change.Element, Property = change.Property, From = change.From, To = change.To,
            }),
        ],
    };

    private static DatasetExampleDiffInfo Of(ExampleDifference examples) => new()
    {
        Added = examples.Added,
        Removed = examples.Removed,
        Changed = examples.Changed,
        Same = examples.Same,
        AddedIds = examples.AddedIds,
        RemovedIds = examples.RemovedIds,
        ChangedIds = examples.ChangedIds,
    };

    private static IReadOnlyList<DatasetFileInfo> First(ImmutableArray<DatasetFile> files) =>
        [.. files.Take(MostFiles).Select(DatasetViews.Of)];
}
