using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets.Profiles;

/// <summary>Profiles a dataset folder, row by row.</summary>
internal static class FolderProfiler
{
    public static Task<DatasetProfile> ReadAsync(string folder, CancellationToken cancellationToken) =>
        ReadAsync(folder, FilesOf(folder), cancellationToken);

    /// <summary>Profiles a folder whose files may be elsewhere.</summary>
    /// <param name="folder">With the schema and the examples.</param>
    /// <param name="sizeOf">Size of the file that a cell refers to; null when there is none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<DatasetProfile> ReadAsync(
        string folder, Func<string, long?> sizeOf, CancellationToken cancellationToken)
    {
        var (schema, entry, _, log) = await FolderCheck.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        if (log.ErrorCount > 0 || schema is null || entry is null)
            throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
        var elements = schema.Elements.DistinctBy(static element => element.Name).ToList();
        var budget = ProfileBudget.Of(elements.Count);
        var columns = elements.ConvertAll(element => ColumnProfiler.Of(element, budget, sizeOf));
        var examples = 0L;
        foreach (var part in ExampleFiles.FilesOf(folder, entry))
        {
            await using var rows = await ExampleFiles.OpenAsync(folder, part, schema, cancellationToken).ConfigureAwait(false);
            examples += await ReadAsync(rows, columns, cancellationToken).ConfigureAwait(false);
        }
        return new DatasetProfile
        {
            Name = schema.Name,
            Examples = examples,
            Columns = [.. columns.Select(static column => column.Profile())],
        };
    }

    private static async Task<long> ReadAsync(RowSource rows, List<ColumnProfiler> columns, CancellationToken cancellationToken)
    {
        // The first cell is the identifier; of several columns with one name the last counts.
        var at = columns.ConvertAll(
            column => rows.Columns.LastIndexOf(
                column.Element.Name, rows.Columns.Length - 1, rows.Columns.Length - 1, StringComparer.Ordinal));
        var count = 0L;
        do
        {
            for (; rows.TryRead(); count++)
                Take(rows, columns, at);
        }
        while (await rows.FillAsync(cancellationToken).ConfigureAwait(false));
        return count;
    }

    private static void Take(RowSource row, List<ColumnProfiler> columns, List<int> at)
    {
        for (var i = 0; i < at.Count; i++)
        {
            if (at[i] > 0 && at[i] < row.Count)
                columns[i].Take(row.Cell(at[i]));
            else
                columns[i].TakeNothing(1);
        }
    }

    /// <summary>Looks up files as an inspection does; what it would say about them is left to it.</summary>
    private static Func<string, long?> FilesOf(string folder)
    {
        var files = new Lazy<FileReferences>(() => FileReferences.In(folder, new FindingLog()));
        return text => files.Value.SizeOfReferred(text);
    }
}
