using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning.Tables;

namespace Gyre.Learning.Files;

/// <summary>Logs of decisions as CSV.</summary>
internal sealed class DecisionCsv
{
    private readonly CsvReader _csv;
    private readonly CsvHeader _header;
    private readonly int _maxRows;
    private readonly (int Arm, int Propensity, int Reward, int Id, int Time, int Source) _columns;
    private readonly ImmutableArray<int> _context;
    private readonly DecisionRows _rows;

    private DecisionCsv(CsvReader csv, CsvHeader header, DecisionLogOptions options)
    {
        (_csv, _header, _maxRows) = (csv, header, options.MaxRows);
        _columns = (
            header.Require(DecisionColumns.Arm, "the arm that was chosen"),
            header.Require(DecisionColumns.Propensity, "the probability with which the arm was chosen"),
            header.Require(DecisionColumns.Reward, "what the decision brought"),
            header.Find(DecisionColumns.Id),
            header.Find(DecisionColumns.Time),
            header.Find(DecisionColumns.Source));
        _context = options.ContextFields is { } wanted
            ? [.. wanted.Select(name => header.Require(name, "a context field"))]
            : [.. Enumerable.Range(0, header.Names.Length).Where(i => IsContext(header.Names[i], options))];
        _rows = new DecisionRows([.. _context.Select(i => header.Names[i])]);
    }

    public static async Task<DecisionLog> ReadAsync(
        Stream stream, string name, DecisionLogOptions options, CancellationToken cancellationToken)
    {
        using var csv = new CsvReader(stream, name);
        var reader = new DecisionCsv(csv, await CsvHeader.ReadAsync(csv, name, cancellationToken).ConfigureAwait(false), options);
        while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            reader.AddRow();
        return reader._rows.ToLog();
    }

    /// <summary>The header is that of the first part.</summary>
    public static async Task WriteAsync(IAsyncEnumerable<DecisionLog> parts, Stream stream, CancellationToken cancellationToken)
    {
        var csv = new CsvWriter(stream);
        await using (csv.ConfigureAwait(false))
        {
            var isFirst = true;
            await foreach (var part in parts.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (isFirst)
                {
                    WriteHeader(csv, part);
                    await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
                }
                isFirst = false;
                for (var row = 0; row < part.Count; row++)
                {
                    WriteRow(csv, part, row);
                    await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsContext(string name, DecisionLogOptions options) =>
        !DecisionColumns.IsReserved(name) && !options.Ignore.Contains(name, StringComparer.Ordinal);

    private static void WriteHeader(CsvWriter csv, DecisionLog log)
    {
        if (!log.Ids.IsEmpty)
            csv.Add(DecisionColumns.Id);
        if (!log.Times.IsEmpty)
            csv.Add(DecisionColumns.Time);
        if (!log.Sources.IsEmpty)
            csv.Add(DecisionColumns.Source);
        foreach (var field in log.ContextFields)
            csv.Add(field);
        csv.Add(DecisionColumns.Arm).Add(DecisionColumns.Propensity).Add(DecisionColumns.Reward);
    }

    private static void WriteRow(CsvWriter csv, DecisionLog log, int row)
    {
        if (!log.Ids.IsEmpty)
            csv.Add(log.Ids[row]);
        if (!log.Times.IsEmpty)
            csv.Add(log.Times[row]);
        if (!log.Sources.IsEmpty)
            csv.Add(log.Sources[row]);
        foreach (var value in log.Contexts.Row(row))
            csv.Add(value);
        csv.Add(log.Arms[log.Chosen[row]]).Add(log.Propensities[row]).Add(log.Rewards[row]);
    }

    private void AddRow()
    {
        _header.CheckWidth(_csv);
        if (_rows.Count >= _maxRows || _rows.IsFull)
            throw _csv.Refuse(
                "decisions.too-large", $"The log has more than {_maxRows} rows or {Table.MaxCells} numbers.", 0,
                "Use fewer rows, or leave out columns.");
        var context = _rows.NextContext();
        for (var i = 0; i < context.Length; i++)
            context[i] = Number(_context[i], DecisionColumns.IsUsable, DecisionColumns.NumberRemedy);
        if (_csv.Field(_columns.Arm).IsEmpty)
            throw _csv.Refuse("decisions.arm", "The row has no arm.", _columns.Arm, "Write the name of the arm that was chosen.");
        var propensity = Number(_columns.Propensity, DecisionColumns.IsPropensity, DecisionColumns.PropensityRemedy);
        var reward = Number(
            _columns.Reward, DecisionColumns.IsUsable, "Leave out decisions whose reward is not known, or write 0 where nothing came.");
        _rows.Add(_csv.Field(_columns.Arm).ToString(), propensity, reward);
        if (_columns.Id >= 0 && !_rows.AddId(_csv.Field(_columns.Id).ToString()))
            throw _csv.Refuse(
                "decisions.duplicate-id", $"The decision '{_csv.Field(_columns.Id)}' appears twice.", _columns.Id,
                "Keep one row per decision.");
        if (_columns.Time >= 0)
            _rows.AddTime(_csv.Field(_columns.Time).ToString());
        if (_columns.Source >= 0)
            _rows.AddSource(_csv.Field(_columns.Source).ToString());
    }

    private double Number(int column, Func<double, bool> isValid, string remedy)
    {
        var text = _csv.Field(column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isValid(number))
            return number;
        var shown = text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "...");
        throw _csv.Refuse(
            "decisions.number", $"'{shown}' is not a valid number for the column '{_header.Names[column]}'.", column, remedy);
    }
}
