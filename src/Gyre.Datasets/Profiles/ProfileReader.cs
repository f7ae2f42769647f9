using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets.Checks;

namespace Gyre.Datasets.Profiles;

/// <summary>Reads what <see cref="ProfileText"/> writes, and refuses what no profile can say.</summary>
internal static class ProfileReader
{
    public const int MaxBytes = 256 * 1024 * 1024;

    private const int MaxColumns = SchemaCheck.MaxElements;
    private const int MaxItems = 1000;
    private const int LongestText = 4096;
    private const long EarliestSecond = -62_135_596_800;
    private const long LatestSecond = 253_402_300_799;

    public static DatasetProfile Read(ReadOnlySpan<byte> json, string file)
    {
        if (json.Length > MaxBytes)
            throw Refuse(file, "dataset.profile.size", $"The profile is larger than {MaxBytes} bytes.", 0);
        try
        {
            return ReadProfile(new ProfilePart(ValueJson.Parse(json), file, ""));
        }
        catch (JsonException exception)
        {
            var line = (int)Math.Min(exception.LineNumber ?? 0, int.MaxValue - 1) + 1;
            throw Refuse(file, "dataset.profile.json", $"The profile is not JSON: {exception.Message}", line);
        }
    }

    private static DatasetProfile ReadProfile(ProfilePart part)
    {
        if (part.Whole("schemaVersion") is not DatasetProfile.SchemaVersion and var version)
            throw part.Refuse("schemaVersion", $"is {version}; this program reads {DatasetProfile.SchemaVersion}");
        var columns = part.List("columns", MaxColumns).Select(ReadColumn).ToImmutableArray();
        if (columns.Select(static column => column.Name).Distinct(StringComparer.Ordinal).Count() < columns.Length)
            throw part.Refuse("columns", "has two columns with one name");
        return new DatasetProfile { Name = part.Text("name", LongestText), Examples = part.Whole("examples"), Columns = columns };
    }

    private static ColumnProfile ReadColumn(ProfilePart part) => new(
        part.Text("name", LongestText), part.Word<ElementRole>("role", ProfileText.WordOf),
        part.Word<ElementType>("type", SchemaCheck.WordOf))
    {
        MultiValue = part.Has("multiValue") ? part.Word<MultiValue>("multiValue", static one => SchemaCheck.WordOf(one) ?? "") : default,
        Values = part.Whole("values"),
        Missing = part.Whole("missing"),
        Nulls = part.Whole("nulls"),
        Invalid = part.Whole("invalid"),
        NotFinite = part.Whole("notFinite"),
        Distinct = part.Whole("distinct"),
        IsDistinctExact = part.Flag("distinctExact"),
        Numbers = part.Has("numbers") ? ReadNumbers(part.Part("numbers")) : null,
        Top = [.. part.List("top", MaxItems).Select(static one => new ValueCount(one.Text("value", LongestText), one.Whole("count")))],
        Others = part.Whole("others"),
        FileKinds =
        [
            .. part.List("fileKinds", MaxItems).Select(
                static kind => new FileKind(kind.Text("extension", LongestText), kind.Whole("count"), kind.Whole("bytes"))),
        ],
    };

    private static NumberProfile ReadNumbers(ProfilePart part)
    {
        var quantiles = part.List("quantiles", MaxItems).Select(
            static one => (Share: one.Number("share"), Value: one.Number("value"))).ToList();
        if (!quantiles.Select(static one => one.Share).SequenceEqual(NumberProfile.Shares))
            throw part.Refuse("quantiles", $"must have the shares {string.Join(", ", NumberProfile.Shares.Select(NumberText.Of))}");
        var histogram = part.Part("histogram");
        var (bounds, counts) = (histogram.Ascending("bounds", MaxItems), histogram.Counts("counts", MaxItems));
        if (bounds.Length != counts.Length + 1)
            throw histogram.Refuse("bounds", "must have one number more than counts");
        var measure = part.Word<ProfileMeasure>("measure", ProfileText.WordOf);
        var (min, max) = (part.Number("min"), part.Number("max"));
        if (measure == ProfileMeasure.Seconds && !(EarliestSecond <= min && min <= max && max <= LatestSecond))
            throw part.Refuse("min", "must be a moment of the years 1 to 9999");
        return new NumberProfile(measure)
        {
            Count = part.Whole("count"),
            Min = min,
            Max = max,
            Mean = part.Has("mean") ? part.Number("mean") : null,
            Deviation = part.Has("deviation") ? part.Number("deviation") : null,
            RankError = part.Number("rankError"),
            Quantiles = [.. quantiles.Select(static one => one.Value)],
            Histogram = new(bounds, counts),
            Distribution = ReadDistribution(part.Part("distribution"), part.Whole("count")),
        };
    }

    private static NumberDistribution ReadDistribution(ProfilePart part, long total)
    {
        var (values, counts) = (part.Ascending("values", MaxItems), part.Counts("counts", MaxItems));
        if (values.IsEmpty || values.Length != counts.Length)
            throw part.Refuse("counts", "must have one number per value, at least one");
        if (counts.Any(static count => count == 0) || counts.Aggregate((Int128)0, static (sum, count) => sum + count) != total)
            throw part.Refuse("counts", "must be above 0 and add up to the count of numbers");
        return new(values, counts);
    }

    private static InvalidInputException Refuse(string file, string code, string message, int line) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = file, Line = line, Remedy = "Write the profile again with 'gyre dataset profile DIR --format json --output FILE'.",
        },
    ]);
}
