using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Parquet;
using Parquet.Schema;

namespace Gyre.Home.Exports;

/// <summary>
/// Reads Parquet files as logs of decisions. Rows are written as JSON lines to a file that is gone afterwards, so that every form of a
/// log is
/// checked by the same rules; the line in a message is the row.
/// </summary>
internal static class ParquetLogReader
{
    private const int MostCells = 100_000_000;

    public static async Task<DecisionLog> ReadAsync(NamedStream file, DecisionLogOptions options, CancellationToken cancellationToken)
    {
        await using var lines = TemporaryFile.Create("gyre-parquet");
        try
        {
            await using var reader = await ParquetReader.CreateAsync(
                file.Stream, leaveStreamOpen: true, cancellationToken: cancellationToken);
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                if (rows.RowCount > options.MaxRows || rows.RowCount * reader.Schema.DataFields.Length > MostCells)
                    throw Refuse(
                        file, "decisions.too-large", "A row group of the file is too large to be read.", "Write smaller row groups.");
                var columns = new List<Column>();
                foreach (var field in reader.Schema.DataFields)
                    columns.Add(await ReadAsync(file, rows, field, (int)rows.RowCount, cancellationToken));
                Write(lines, columns, (int)rows.RowCount);
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or InvalidInputException))
        {
            // What the library throws at a damaged file is not one type.
            throw Refuse(file, "decisions.parquet", "The file is not a valid Parquet file.", "Write it again, or use CSV.");
        }
        lines.Position = 0;
        return await DecisionLogFile.ReadAsync(new NamedStream(lines, file.Name), options, cancellationToken);
    }

    private static async Task<Column> ReadAsync(
        NamedStream file, ParquetRowGroupReader rows, DataField field, int count, CancellationToken cancellationToken)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0)
            throw Unsupported(file, field);
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[count];
            await rows.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellationToken);
            return new Column(field.Name, row => texts[row], null);
        }
        if (field.ClrType == typeof(double))
            return await NumbersAsync<double>(rows, field, count, static value => value, cancellationToken);
        if (field.ClrType == typeof(float))
            return await NumbersAsync<float>(rows, field, count, static value => value, cancellationToken);
        if (field.ClrType == typeof(int))
            return await NumbersAsync<int>(rows, field, count, static value => value, cancellationToken);
        if (field.ClrType == typeof(long))
            return await NumbersAsync<long>(rows, field, count, static value => value, cancellationToken);
        throw Unsupported(file, field);
    }

    private static async Task<Column> NumbersAsync<T>(
        ParquetRowGroupReader rows, DataField field, int count, Func<T, double> convert, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[count];
            await rows.ReadAsync<T>(field, some.AsMemory(), cancellationToken: cancellationToken);
            return new Column(field.Name, null, row => some[row] is { } value ? convert(value) : null);
        }
        var all = new T[count];
        await rows.ReadAsync<T>(field, all.AsMemory(), cancellationToken: cancellationToken);
        return new Column(field.Name, null, row => convert(all[row]));
    }

    private static void Write(Stream stream, List<Column> columns, int count)
    {
        using var writer = new Utf8JsonWriter(stream);
        for (var row = 0; row < count; row++)
        {
            writer.WriteStartObject();
            foreach (var column in columns)
                column.Write(writer, row);
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    private static InvalidInputException Unsupported(NamedStream file, DataField field) => Refuse(
        file, "decisions.parquet-column", $"The column '{field.Name}' is neither text nor a number.",
        "Write texts, doubles, floats or integers, or leave the column out.");

    private static InvalidInputException Refuse(NamedStream file, string code, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file.Name, Remedy = remedy }]);

    private sealed record Column(string Name, Func<int, string?>? Text, Func<int, double?>? Number)
    {
        public void Write(Utf8JsonWriter writer, int row)
        {
            if (Number is not null && Number(row) is { } number && double.IsFinite(number))
                writer.WriteNumber(Name, number);
            else if (Text is not null && Text(row) is { } text)
                writer.WriteString(Name, text);
            else
                writer.WriteNull(Name);
        }
    }
}
