using Gyre.Core;
using Gyre.Learning;
using Parquet;
using Parquet.Schema;

namespace Gyre.Home.Exports;

/// <summary>
/// A <see cref="DecisionLog"/> as Parquet: the columns of the CSV form, texts and doubles without nulls, a row group per part. Columns are
/// written one by one, without reflection over classes.
/// </summary>
public static class DecisionParquet
{
    private const string Id = "decision_id";
    private const string Time = "time";
    private const string Arm = "arm";
    private const string Propensity = "propensity";
    private const string Reward = "reward";

    /// <summary>The first bytes of every Parquet file.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Writes a log part by part. The stream stays open; it need not be able to seek.</summary>
    /// <exception cref="InvalidInputException">Two columns have the same name.</exception>
    public static async Task WriteAsync(IAsyncEnumerable<DecisionLog> parts, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
        {
            await WriteToFileAsync(parts, stream, cancellationToken);
            return;
        }
        // The writer asks for its place and writes without waiting, which an answer of a server does not allow.
        await using var file = TemporaryFile.Create("gyre-parquet");
        await WriteToFileAsync(parts, file, cancellationToken);
        file.Position = 0;
        await file.CopyToAsync(stream, cancellationToken);
    }

    private static async Task WriteToFileAsync(IAsyncEnumerable<DecisionLog> parts, Stream stream, CancellationToken cancellationToken)
    {
        ParquetSchema? schema = null;
        ParquetWriter? writer = null;
        try
        {
            await foreach (var part in parts.WithCancellation(cancellationToken))
            {
                schema ??= SchemaOf(part);
                writer ??= await ParquetWriter.CreateAsync(
                    schema, stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd },
                    cancellationToken: cancellationToken);
                // A group without rows is a group that readers stumble over.
                if (part.Count > 0)
                    await WriteAsync(writer, schema, part, cancellationToken);
            }
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }
    }

    /// <summary>Reads a log and checks all of it.</summary>
    /// <param name="file">Must be able to seek; stays open.</param>
    /// <param name="options">Which columns are context; null for the default options.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Not such a file, a column is missing or of another type, a number is not finite or outside its range, a decision id appears
    /// twice, or
    /// there are too many rows.
    /// </exception>
    public static Task<DecisionLog> ReadAsync(NamedStream file, DecisionLogOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ParquetLogReader.ReadAsync(file, options ?? new DecisionLogOptions(), cancellationToken);
    }

    private static ParquetSchema SchemaOf(DecisionLog log)
    {
        var fields = new List<Field>();
        void Text(string name) => fields.Add(new DataField(name, typeof(string), isNullable: false));
        void Number(string name) => fields.Add(new DataField(name, typeof(double), isNullable: false));
        // A part without rows has no ids either, but the file has the columns all the same.
        Text(Id);
        Text(Time);
        foreach (var name in log.ContextFields)
            Number(name);
        Text(Arm);
        Number(Propensity);
        Number(Reward);
        var names = fields.GroupBy(static field => field.Name, StringComparer.Ordinal);
        if (names.FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new InvalidInputException(
                "export.column-twice", $"Two columns would be called '{twice.Key}'.",
                "Export the log as CSV, or rename the field of the policy.");
        }
        return new ParquetSchema(fields);
    }

    private static async Task WriteAsync(
        ParquetWriter writer, ParquetSchema schema, DecisionLog part, CancellationToken cancellationToken)
    {
        var columns = new Queue<DataField>(schema.DataFields);
        using var group = writer.CreateRowGroup();
        Task Text(IEnumerable<string> values) =>
            group.WriteAsync(columns.Dequeue(), (IReadOnlyCollection<string>)[.. values]);
        Task Number(double[] values) => group.WriteAsync<double>(columns.Dequeue(), values, cancellationToken: cancellationToken);
        await Text(part.Ids);
        await Text(part.Times);
        for (var i = 0; i < part.ContextFields.Length; i++)
            await Number(ColumnOf(part.Contexts, i));
        await Text(part.Chosen.Select(index => part.Arms[index]));
        await Number([.. part.Propensities]);
        await Number([.. part.Rewards]);
        group.CompleteValidate();
    }

    private static double[] ColumnOf(DenseMatrix matrix, int column)
    {
        var values = new double[matrix.Rows];
        for (var row = 0; row < values.Length; row++)
            values[row] = matrix.Row(row)[column];
        return values;
    }
}
