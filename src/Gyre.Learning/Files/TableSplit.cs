using Gyre.Core;
using Gyre.Learning.Tables;

namespace Gyre.Learning.Files;

/// <summary>A stratified split: each class gives the same share of its rows to the test, as near as whole rows allow.</summary>
internal static class TableSplit
{
    public static async Task<SplitResult> RunAsync(
        NamedStream data, Stream train, Stream test, SplitOptions options, CancellationToken cancellationToken)
    {
        options.Check();
        using var csv = new CsvReader(data.Stream, data.Name);
        var header = await CsvHeader.ReadAsync(csv, data.Name, cancellationToken).ConfigureAwait(false);
        var label = header.Require(options.LabelColumn, "the label column");
        var records = await ReadAsync(csv, header, cancellationToken).ConfigureAwait(false);
        var isTest = Choose(records.ConvertAll(record => record[label]), options);
        if (!isTest.Contains(true))
            throw new InvalidInputException(
                "split.empty",
                $"{records.Count} rows with a test fraction of {NumberText.Of(options.TestFraction)} leave no test rows.",
                "Use more rows or a larger fraction.");

        string[] names = [.. header.Names];
        var trainRows = await WriteAsync(train, names, Select(false).Take(options.MaxTrainRows), cancellationToken).ConfigureAwait(false);
        var testRows = await WriteAsync(test, names, Select(true), cancellationToken).ConfigureAwait(false);
        return new SplitResult(trainRows, testRows, records.Select(record => record[label]).Distinct(StringComparer.Ordinal).Count());

        IEnumerable<string[]> Select(bool wanted) => records.Where((_, i) => isTest[i] == wanted);
    }

    /// <summary>Which rows go to the test; every class of two or more rows keeps at least one on each side.</summary>
    internal static bool[] Choose(IReadOnlyList<string> labels, SplitOptions options)
    {
        var isTest = new bool[labels.Count];
        var random = new SeededRandom(options.Seed);
        foreach (var group in labels.Select((label, i) => (label, i)).GroupBy(pair => pair.label, pair => pair.i, StringComparer.Ordinal))
        {
            // A stream per class: rows of one class do not move when another class gets more.
            int[] rows = [.. group];
            random.Fork($"split/{group.Key}").Shuffle(rows.AsSpan());
            var wanted = (int)Math.Round(rows.Length * options.TestFraction, MidpointRounding.AwayFromZero);
            var count = rows.Length < 2 ? 0 : Math.Clamp(wanted, 1, rows.Length - 1);
            foreach (var row in rows.AsSpan(0, count))
                isTest[row] = true;
        }

        return isTest;
    }

    private static async Task<List<string[]>> ReadAsync(CsvReader csv, CsvHeader header, CancellationToken cancellationToken)
    {
        var records = new List<string[]>();
        while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            header.CheckWidth(csv);
            if (((long)records.Count + 1) * csv.Count > Table.MaxCells)
                throw csv.Refuse(
                    "table.too-large", $"The table has more than {Table.MaxCells} cells.", 0, "Split only a part of the table.");
            var record = new string[csv.Count];
            for (var i = 0; i < record.Length; i++)
                record[i] = csv.Field(i).ToString();
            records.Add(record);
        }

        return records;
    }

    private static async Task<int> WriteAsync(Stream stream, string[] header, IEnumerable<string[]> records, CancellationToken cancellationToken)
    {
        var count = 0;
        var writer = new CsvWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var record in records.Prepend(header))
            {
                foreach (var field in record)
                    writer.Add(field);
                await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
                count++;
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return count - 1;
    }
}
