using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets.Imports;

/// <summary>Goes through the rows of a source and refuses those that are not whole.</summary>
internal static class ImportRows
{
    /// <summary>Goes to the next row.</summary>
    /// <param name="rows">The source.</param>
    /// <param name="row">Number of the row before, from 1; becomes that of the next.</param>
    public static bool TryRead(RowSource rows, ref long row)
    {
        if (!rows.TryRead())
            return false;
        row++;
        if (rows.Count != rows.Columns.Length)
            throw Refuse(
                rows, row, "dataset.import.ragged", $"The row has {rows.Count} cells, but the header has {rows.Columns.Length}.",
                "Add the missing cells, or put cells with separators in quotes.");
        if (rows.Oddity is { } oddity)
            throw Refuse(
                rows, row, "dataset.import.quote", $"The row has {oddity}.", "Put the whole cell in quotes and double the quotes inside.");
        return true;
    }

    /// <summary>An error about a row.</summary>
    public static InvalidInputException Refuse(
        RowSource rows, long row, string code, string message, string remedy, string? column = null) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = rows.File,
            Line = rows.Line is { } line and <= int.MaxValue ? (int)line : 0,
            Path = string.Create(CultureInfo.InvariantCulture, $"row {row}{(column is null ? "" : $", {column}")}"),
            Remedy = remedy,
        },
    ]);
}
