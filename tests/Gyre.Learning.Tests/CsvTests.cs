using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Learning.Tables;

namespace Gyre.Learning.Tests;

public sealed class CsvTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("\uFEFFa\n1", "a;1")]
    [InlineData("\"a,b\",\"c\"\"d\",\"e\nf\",\"\"\n", "a,b|c\"d|e\nf|")]
    [InlineData("\n\na\n\r\n\nb\n\n", "a;b")]
    [InlineData(",\n,,", "|;||")]
    [InlineData("a,\r\nb,", "a|;b|")]
    [InlineData(" a , b ", " a | b ")]
    [InlineData("\"\"", "")]
    [InlineData("ä,😀", "ä|😀")]
    public async Task Records_are_read_as_the_rule_says(string text, string expected) =>
        string.Join(';', (await ReadAllAsync(text)).Select(record => string.Join('|', record))).ShouldBe(expected);

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n\r\n", 0)]
    [InlineData("\"\"\n", 1)]
    public async Task Empty_lines_are_no_records(string text, int records) => (await ReadAllAsync(text)).Count.ShouldBe(records);

    [Theory]
    [InlineData("a,b\n1,\"2\n3", "csv.unclosed", 2, 3)]
    [InlineData("a\nb\"c", "csv.quote", 2, 2)]
    [InlineData("a\n\"b\"c", "csv.quote", 2, 4)]
    [InlineData("a\rb", "csv.line-end", 1, 2)]
    [InlineData("a\r", "csv.line-end", 1, 2)]
    [InlineData("a\nb\0", "csv.nul", 2, 2)]
    public async Task What_breaks_the_rule_is_refused_with_its_place(string text, string code, int line, int column)
    {
        var error = await Should.ThrowAsync<InvalidInputException>(() => ReadAllAsync(text));

        error.Diagnostics[0].Code.ShouldBe(code);
        error.Diagnostics[0].File.ShouldBe("data.csv");
        (error.Diagnostics[0].Line, error.Diagnostics[0].Column).ShouldBe((line, column));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        using var csv = new CsvReader(new MemoryStream([(byte)'a', 0xFF, 0xFE, (byte)'\n']), "data.csv");

        var error = await Should.ThrowAsync<InvalidInputException>(async () => await csv.ReadAsync(TestContext.Current.CancellationToken));

        error.Diagnostics[0].Code.ShouldBe("csv.encoding");
    }

    [Theory]
    [InlineData('x', "csv.too-long")]
    [InlineData('"', "csv.too-long")]
    [InlineData(',', "csv.too-wide")]
    public async Task A_line_that_never_ends_is_refused_at_a_limit(char content, string code)
    {
        using var csv = new CsvReader(new EndlessStream((byte)content), "data.csv");

        var error = await Should.ThrowAsync<InvalidInputException>(async () => await csv.ReadAsync(TestContext.Current.CancellationToken));

        error.Diagnostics[0].Code.ShouldBe(code);
    }

    [Fact]
    public async Task Every_file_of_these_characters_is_read_or_refused_and_what_is_read_survives_writing()
    {
        const string alphabet = "a,\"\n\r";
        for (var number = 0; number < 19_531; number++) // every text of up to six of five characters
        {
            var text = Spell(number, alphabet);
            List<string[]> records;
            try
            {
                records = await ReadAllAsync(text);
            }
            catch (InvalidInputException)
            {
                continue;
            }

            (await ReadAllAsync(await WriteAllAsync(records))).ShouldBe(records, text);
        }
    }

    [Fact]
    public async Task A_table_is_read_by_its_columns()
    {
        var table = await ReadTableAsync("y,label,id,skip,x\n1.5,a,r1,?,-2e3\n0,b,r2,,7\n", new TableOptions { Ignore = ["skip"] });

        table.FeatureNames.ShouldBe(["y", "x"]);
        table.Features.Values.ToArray().ShouldBe([1.5, -2000, 0, 7]);
        table.Ids.ShouldBe(["r1", "r2"]);
        table.Labels!.Value.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Columns_can_have_other_names_and_rows_none()
    {
        var table = await ReadTableAsync("x,class\n1,a\n2,b\n3,a\n", new TableOptions { LabelColumn = "class", MaxRows = 2 });

        table.Ids.ShouldBe(["1", "2"]);
        table.Labels!.Value.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_decimal_comma_is_no_number_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            (await ReadTableAsync("x,label\n1.5,a\n", new TableOptions())).Features[0, 0].ShouldBe(1.5);
            await Should.ThrowAsync<InvalidInputException>(() => ReadTableAsync("x,label\n\"1,5\",a\n", new TableOptions()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", "table.empty", 0, 0)]
    [InlineData("x,x,label\n", "table.header", 1, 3)]
    [InlineData("x,,label\n", "table.header", 1, 3)]
    [InlineData("x,y\n1,2\n", "table.column", 1, 1)]
    [InlineData("x,label\n1,a\n2\n", "table.width", 3, 1)]
    [InlineData("x,label\n1,a,3\n", "table.width", 2, 3)]
    [InlineData("x,label\n1,a\n2.x,b\n", "table.number", 3, 1)]
    [InlineData("id,x,label\n1,,a\n", "table.number", 2, 3)]
    [InlineData("x,label\nNaN,a\n", "table.number", 2, 1)]
    [InlineData("x,label\n1e999,a\n", "table.number", 2, 1)]
    [InlineData("x,label\n1,\n", "table.no-label", 2, 3)]
    public async Task A_table_that_does_not_fit_is_refused_with_its_place(string text, string code, int line, int column)
    {
        var error = await Should.ThrowAsync<InvalidInputException>(() => ReadTableAsync(text, new TableOptions()));

        error.Diagnostics[0].Code.ShouldBe(code);
        (error.Diagnostics[0].Line, error.Diagnostics[0].Column).ShouldBe((line, column));
    }

    private static Task<Table> ReadTableAsync(string text, TableOptions options) =>
        Table.ReadCsvAsync(Samples.Text(text).Stream, "data.csv", options, TestContext.Current.CancellationToken);

    private static async Task<List<string[]>> ReadAllAsync(string text)
    {
        using var csv = new CsvReader(Samples.Text(text).Stream, "data.csv");
        var records = new List<string[]>();
        while (await csv.ReadAsync(TestContext.Current.CancellationToken))
            records.Add([.. Enumerable.Range(0, csv.Count).Select(i => csv.Field(i).ToString())]);
        return records;
    }

    private static async Task<string> WriteAllAsync(List<string[]> records)
    {
        var stream = new MemoryStream();
        await using (var writer = new CsvWriter(stream))
        {
            foreach (var record in records)
            {
                foreach (var field in record)
                    writer.Add(field);
                await writer.EndRecordAsync(TestContext.Current.CancellationToken);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Spell(int number, string alphabet)
    {
        var text = "";
        for (; number > 0; number = (number - 1) / alphabet.Length)
            text += alphabet[(number - 1) % alphabet.Length];
        return text;
    }
}
