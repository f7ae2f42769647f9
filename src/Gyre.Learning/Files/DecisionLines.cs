using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning.Files;

/// <summary>Logs of decisions as JSON lines; the first line says which fields there are.</summary>
internal sealed class DecisionLines(string file, DecisionLogOptions options)
{
    private const int MaxLineBytes = 4 * 1024 * 1024;

    private ImmutableArray<string> _fields;
    private (bool Id, bool Time, bool Source) _has;
    private DecisionRows? _rows;
    private int _line;

    public static async Task<DecisionLog> ReadAsync(
        Stream stream, string name, DecisionLogOptions options, CancellationToken cancellationToken)
    {
        var reader = new DecisionLines(name, options);
        var (buffer, used) = (new byte[64 * 1024], 0);
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(used), cancellationToken).ConfigureAwait(false)) > 0)
        {
            used = reader.TakeLines(buffer, used + read);
            if (used > MaxLineBytes)
                throw reader.At(
                    "decisions.too-long", $"The line is longer than {MaxLineBytes} bytes.", "", "Write one decision per line.");
            if (used == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }
        reader.TakeLine(buffer.AsMemory(0, used));
        return reader._rows!.ToLog();
    }

    public static async Task WriteAsync(IAsyncEnumerable<DecisionLog> parts, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using (buffer.ConfigureAwait(false))
        {
            await foreach (var part in parts.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                for (var row = 0; row < part.Count; row++)
                {
                    WriteRow(buffer, part, row);
                    if (buffer.Length >= 64 * 1024)
                        await FlushAsync().ConfigureAwait(false);
                }
            }
            await FlushAsync().ConfigureAwait(false);
        }

        async ValueTask FlushAsync()
        {
            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken).ConfigureAwait(false);
            buffer.SetLength(0);
        }
    }

    private static void WriteRow(MemoryStream buffer, DecisionLog log, int row)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (!log.Ids.IsEmpty)
                writer.WriteString(DecisionColumns.Id, log.Ids[row]);
            if (!log.Times.IsEmpty)
                writer.WriteString(DecisionColumns.Time, log.Times[row]);
            if (!log.Sources.IsEmpty)
                writer.WriteString(DecisionColumns.Source, log.Sources[row]);
            var context = log.Contexts.Row(row);
            for (var i = 0; i < context.Length; i++)
                writer.WriteNumber(log.ContextFields[i], context[i]);
            writer.WriteString(DecisionColumns.Arm, log.Arms[log.Chosen[row]]);
            writer.WriteNumber(DecisionColumns.Propensity, log.Propensities[row]);
            writer.WriteNumber(DecisionColumns.Reward, log.Rewards[row]);
            writer.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
    }

    /// <summary>Takes every whole line and moves the rest to the start; gives its length.</summary>
    private int TakeLines(byte[] buffer, int used)
    {
        var start = 0;
        int length;
        while ((length = buffer.AsSpan(start, used - start).IndexOf((byte)'\n')) >= 0)
        {
            TakeLine(buffer.AsMemory(start, length));
            start += length + 1;
        }
        buffer.AsSpan(start, used - start).CopyTo(buffer);
        return used - start;
    }

    private void TakeLine(ReadOnlyMemory<byte> line)
    {
        _line++;
        if (line.Span.Trim(" \t\r"u8).IsEmpty)
            return;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw At("decisions.line", "The line is not a JSON object.", "", "Write one object per line.");
            Add(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw At("decisions.text", "A text on this line is not valid Unicode.", "", "Save the file as UTF-8.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, "decisions.syntax", "This is not valid JSON.")
                {
                    File = file,
                    Line = _line,
                    Column = (int)Math.Min(int.MaxValue - 1, error.BytePositionInLine ?? 0) + 1,
                    Remedy = "Write one object per line.",
                },
            ]);
        }
    }

    private void Add(JsonElement row)
    {
        var rows = _rows ??= Start(row);
        if (rows.Count >= options.MaxRows || rows.IsFull)
            throw At(
                "decisions.too-large", $"The log has more than {options.MaxRows} rows or {Table.MaxCells} numbers.", "",
                "Use fewer rows, or leave out fields.");
        var context = rows.NextContext();
        for (var i = 0; i < context.Length; i++)
            context[i] = Number(row, _fields[i], DecisionColumns.IsUsable, DecisionColumns.NumberRemedy);
        var propensity = Number(row, DecisionColumns.Propensity, DecisionColumns.IsPropensity, DecisionColumns.PropensityRemedy);
        var reward = Number(
            row, DecisionColumns.Reward, DecisionColumns.IsUsable,
            "Leave out decisions whose reward is not known, or write 0 where nothing came.");
        rows.Add(Text(row, DecisionColumns.Arm), propensity, reward);
        if (_has.Id && Text(row, DecisionColumns.Id) is var id && !rows.AddId(id))
            throw At("decisions.duplicate-id", $"The decision '{id}' appears twice.", DecisionColumns.Id, "Keep one line per decision.");
        if (_has.Time)
            rows.AddTime(Text(row, DecisionColumns.Time));
        if (_has.Source)
            rows.AddSource(Text(row, DecisionColumns.Source));
    }

    private DecisionRows Start(JsonElement first)
    {
        _fields = options.ContextFields ?? [
            .. first.EnumerateObject().Select(property => property.Name)
                .Where(name => !DecisionColumns.IsReserved(name) && !options.Ignore.Contains(name, StringComparer.Ordinal)),
        ];
        _has = (
            first.TryGetProperty(DecisionColumns.Id, out _), first.TryGetProperty(DecisionColumns.Time, out _),
            first.TryGetProperty(DecisionColumns.Source, out _));
        return new DecisionRows(_fields);
    }

    private double Number(JsonElement row, string field, Func<double, bool> isValid, string remedy) =>
        Find(row, field) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var number) && isValid(number)
            ? number
            : throw At("decisions.number", $"The value of '{field}' is not a valid number.", field, remedy);

    private string Text(JsonElement row, string field) =>
        Find(row, field) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 } text
            ? text
            : throw At("decisions.text", $"The value of '{field}' is not a text with at least one character.", field, null);

    private JsonElement Find(JsonElement row, string field) =>
        row.TryGetProperty(field, out var found)
            ? found
            : throw At(
                "decisions.field", $"The field '{field}' is missing.", field,
                "Write the same fields on every line, among them arm, propensity and reward.");

    private InvalidInputException At(string code, string message, string path, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Line = _line, Path = path, Remedy = remedy }]);
}
