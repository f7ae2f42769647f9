using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Imports;

/// <summary>
/// Identifiers of imported examples: a column of UUIDs, or made of the values of a column, or of all cells of the row. Equal rows get
/// different ones by their position. The same file gives the same identifiers.
/// </summary>
/// <param name="column">The column; -1 for all cells.</param>
/// <param name="areIds">Whether the column has UUIDs.</param>
internal sealed class ExampleIds(int column, bool areIds)
{
    private readonly SeenIds _seen = new(0);

    /// <summary>The identifier of the present row.</summary>
    /// <param name="rows">The source.</param>
    /// <param name="row">Number of the row, from 1.</param>
    /// <exception cref="InvalidInputException">The column has nothing, or what was there before.</exception>
    public Guid Next(RowSource rows, long row)
    {
        if (column < 0)
            return OfContent(rows, row);
        var cell = rows.Cell(column);
        if (CellText.KindOf(cell) != CellKind.Value)
            throw ImportRows.Refuse(
                rows, row, "dataset.import.id-missing", "The row has no identifier.", "Fill in the cell, or name another column by --id.",
                rows.Columns[column]);
        var id = Of(cell, areIds);
        return _seen.Add(id)
            ? id
            : throw ImportRows.Refuse(
                rows, row, "dataset.import.id-duplicate", $"The identifier {CellText.Shown(cell)} is that of an earlier row.",
                "Make it unique, or name another column by --id.", rows.Columns[column]);
    }

    /// <summary>The identifier that a cell says.</summary>
    public static Guid Of(ReadOnlySpan<byte> cell, bool areIds) => areIds && IdText.TryParse(cell, out var id)
        ? id
        : GuidIds.FromNames("dataset-example", Encoding.UTF8.GetString(cell));

    private Guid OfContent(RowSource rows, long row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        for (var i = 0; i < rows.Columns.Length; i++)
        {
            var cell = rows.Cell(i);
            BinaryPrimitives.WriteInt32LittleEndian(length, cell.Length);
            hash.AppendData(length);
            hash.AppendData(cell);
        }
        var content = Convert.ToHexStringLower(hash.GetHashAndReset());
        var id = GuidIds.FromNames("dataset-example-row", content);
        if (!_seen.Add(id))
            id = GuidIds.FromNames("dataset-example-row", content, row.ToString(CultureInfo.InvariantCulture));
        return id;
    }
}
