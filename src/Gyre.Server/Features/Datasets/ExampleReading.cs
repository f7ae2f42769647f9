using Gyre.Core;
using Gyre.Datasets;
using Gyre.Server.Http;

namespace Gyre.Server.Features.Datasets;

/// <summary>Reads through examples, no further than a request may.</summary>
internal static class ExampleReading
{
    /// <summary>Examples that a query looks through.</summary>
    public const int MostExamples = 200_000;

    /// <summary>Characters of all their values.</summary>
    public const long MostCharacters = 128L << 20;

    private const string NoSuchRow = "dataset.row.unknown";

    /// <summary>Examples in the order of their rows; rows before them are not parsed.</summary>
    public static async Task<IReadOnlyList<DatasetExample>> PageAsync(
        DatasetExamples examples, int offset, int limit, CancellationToken cancellationToken)
    {
        var rows = new List<DatasetExample>(limit);
        try
        {
            await foreach (var row in examples.ReadAsync([.. Enumerable.Range(offset, limit)], cancellationToken))
                rows.Add(row);
        }
        catch (InvalidInputException end) when (end.Diagnostics[0].Code == NoSuchRow)
        {
            // Fewer are there than were asked for.
        }
        return rows;
    }

    /// <summary>Whether a query may look through all examples, by reading them once.</summary>
    /// <exception cref="RefusedException">They are too many.</exception>
    public static async Task CheckAsync(DatasetExamples examples, CancellationToken cancellationToken)
    {
        var (count, size) = (0, 0L);
        await foreach (var row in examples.ReadAsync(null, cancellationToken))
        {
            size += row.Values.Sum(static value => value is null ? 0 : ExampleValues.SizeOf(value));
            if (++count > MostExamples || size > MostCharacters)
                throw new RefusedException(Problems.Of(
                    StatusCodes.Status413PayloadTooLarge, "dataset.too-large",
                    $"The version has more than {MostExamples} examples, or more than {MostCharacters >> 20} Mi characters: "
                        + "too many for a query here.",
                    "Use 'gyre dataset query' where the repository is."));
        }
    }
}
