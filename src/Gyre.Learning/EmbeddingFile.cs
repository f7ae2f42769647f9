using Gyre.Core;
using Gyre.Learning.Files;

namespace Gyre.Learning;

/// <summary>
/// Embeddings in a file of any size; only blocks of it are in memory. It is a two-dimensional array of 32-bit or 64-bit floats in the
/// format
/// that <c>numpy.save</c> writes (.npy), row after row.
/// </summary>
public static class EmbeddingFile
{
    /// <summary>Reads the head of a file and gives its rows.</summary>
    /// <param name="file">Can be searched; stays open as long as the rows are used, and the caller closes it.</param>
    /// <exception cref="InvalidInputException">The file is no such array, is cut off, or has too many rows.</exception>
    public static RowSource Open(NamedStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ArrayFile.Open(file);
    }

    /// <summary>Writes rows as 32-bit floats.</summary>
    /// <param name="rows">Any number of rows.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static Task WriteAsync(RowSource rows, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(stream);
        return ArrayFile.WriteAsync(rows, stream, cancellationToken);
    }
}
