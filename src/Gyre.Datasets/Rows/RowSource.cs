using System.Collections.Immutable;

namespace Gyre.Datasets.Rows;

/// <summary>Rows of one file of examples, one after the other. The first cell is the identifier. Cells are UTF-8.</summary>
internal abstract class RowSource(string file) : IAsyncDisposable
{
    /// <summary>The text of a cell that says null.</summary>
    protected static ReadOnlySpan<byte> NullText => "null"u8;

    /// <summary>The file, relative to the folder of the dataset.</summary>
    public string File { get; } = file;

    /// <summary>Names of the columns, known from the beginning; with at least one.</summary>
    public ImmutableArray<string> Columns { get; protected set; } = [];

    /// <summary>Cells of the present row; it may have more or fewer than there are columns.</summary>
    public int Count { get; protected set; }

    /// <summary>Line on which the present row begins, from 1; null where a file has no lines.</summary>
    public virtual long? Line => null;

    /// <summary>What is odd about the present row but can be read; null for nothing.</summary>
    public virtual string? Oddity => null;

    /// <summary>One cell of the present row, below <see cref="Count"/> and below the number of columns; valid until the next row.</summary>
    public abstract ReadOnlySpan<byte> Cell(int column);

    /// <summary>Goes to the next row if it is in memory.</summary>
    /// <exception cref="Core.InvalidInputException">The file cannot be read any further.</exception>
    public abstract bool TryRead();

    /// <summary>Brings more into memory.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="Core.InvalidInputException">The file cannot be read any further.</exception>
    public abstract ValueTask<bool> FillAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
