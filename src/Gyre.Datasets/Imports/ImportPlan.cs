using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets.Imports;

/// <summary>What was found in a source: its columns, with names for elements and what their values look like.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Names">Names for elements.</param>
/// <param name="Guesses">What the values look like.</param>
/// <param name="Rows">Number of rows.</param>
internal sealed record ImportPlan(
    ImmutableArray<string> Columns, ImmutableArray<string> Names, ImmutableArray<ColumnGuess> Guesses, long Rows)
{
    private const int AllLabelBytes = 64 * 1024 * 1024;

    /// <summary>Reads a source once.</summary>
    public static async Task<ImportPlan> ReadAsync(ImportSource source, CancellationToken cancellationToken)
    {
        await using var rows = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        var bytes = Math.Clamp(AllLabelBytes / rows.Columns.Length, 8 * 1024, 1024 * 1024);
        ImmutableArray<ColumnGuess> guesses = [.. rows.Columns.Select(_ => new ColumnGuess(bytes))];
        var row = 0L;
        do
        {
            while (ImportRows.TryRead(rows, ref row))
            {
                for (var i = 0; i < guesses.Length; i++)
                    guesses[i].Take(rows.Cell(i));
                if (row % 1000 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
            }
        }
        while (await rows.FillAsync(cancellationToken).ConfigureAwait(false));
        if (rows.Columns is [var only] && rows is CsvRows && only.Contains(';', StringComparison.Ordinal))
            throw ImportRows.Refuse(
                rows, 0, "dataset.import.separator", "The header has one column, whose name has semicolons.",
                "Write the file with commas, or with tabs as .tsv.");
        return new(rows.Columns, ElementNames.Of(rows.Columns), guesses, row);
    }

    /// <summary>The column of a name, which is its own or that of its element; -1 for none.</summary>
    public int Find(string name) =>
        Columns.IndexOf(name, StringComparer.Ordinal) is >= 0 and var at ? at : Names.IndexOf(name, StringComparer.Ordinal);

    /// <summary>The column of a name.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Require(string name, string option) => Find(name) is >= 0 and var at
        ? at
        : throw new InvalidInputException(
            "dataset.import.column", $"There is no column '{name}' for {option}.",
            $"The columns are {string.Join(", ", Columns.Take(20))}{(Columns.Length > 20 ? ", ..." : "")}.");

    /// <summary>The elements that the columns look like.</summary>
    /// <param name="id">The column with UUIDs, which is no element, or with other identifiers, which are metadata; -1 for none.</param>
    /// <param name="areIds">Whether it has UUIDs.</param>
    /// <param name="outputs">Columns that models predict.</param>
    /// <param name="areImages">Whether the first column has paths of images, and the second their classes.</param>
    public IEnumerable<DatasetElement> Elements(int id, bool areIds, IReadOnlyCollection<int> outputs, bool areImages)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i == id && areIds)
                continue;
            var isOutput = areImages ? i == 1 : outputs.Contains(i);
            var role = isOutput ? ElementRole.Output : i == id ? ElementRole.Metadata : ElementRole.Input;
            var type = !areImages ? Guesses[i].Type(isOutput) : i == 0 ? ElementType.ImageFile : ElementType.Category;
            yield return ElementOf(i, role, type, areImages);
        }
    }

    private DatasetElement ElementOf(int column, ElementRole role, ElementType type, bool areImages)
    {
        var guess = Guesses[column];
        return new DatasetElement(Names[column], role, type)
        {
            IsRequired = guess.Missing == 0 && Rows > 0,
            IsNullable = guess.Nulls > 0,
            MultiValue = guess.IsList && !areImages ? MultiValue.Ordered : MultiValue.None,
            NumClasses = role == ElementRole.Output && type == ElementType.Category ? guess.Distinct : null,
            Description = Names[column] == Columns[column] || areImages ? null : $"Column {Columns[column]}",
        };
    }
}
