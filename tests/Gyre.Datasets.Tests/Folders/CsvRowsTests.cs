using System.Text;
using CsCheck;
using Gyre.Core;
using Gyre.Datasets.Rows;
using Gyre.Testing;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>CSV as Python's module reads it.</summary>
public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b;1|2")]
    [InlineData("a,b\r1,2\r", "a|b;1|2")]
    [InlineData("a,b\n1,2", "a|b;1|2")]
    [InlineData("\ufeffa,b\n1,2", "a|b;1|2")]
    [InlineData("a,b\n\n\r\n1,2\n\n", "a|b;1|2")]
    [InlineData("a,b\n1,\n", "a|b;1|")]
    [InlineData("a,b\n1,", "a|b;1|")]
    [InlineData("a,b\n,\n", "a|b;|")]
    [InlineData("a,b\n \n", "a|b; ")]
    [InlineData("a,b\n\"\"\n", "a|b;")]
    [InlineData("a,b\n\"1,2\",\"x\"\"y\"\n", "a|b;1,2|x\"y")]
    [InlineData("a,b\n\"l1\nl2\",\"r1\r\nr2\"\n", "a|b;l1\nl2|r1\r\nr2")]
    [InlineData("a,b\n5\" pipe,3\" pipe\n", "a|b;5\" pipe|3\" pipe")]
    [InlineData("a,b\n \"q\",x\n", "a|b; \"q\"|x")]
    [InlineData("a,b\n\"x\"y\"z,w\n", "a|b;xy\"z|w")]
    [InlineData("a,b\n1,\"open, \"\"still\n", "a|b;1|open, \"still\n")]
    [InlineData("a,b\n1,\"", "a|b;1|")]
    [InlineData("a,b\n1,\"\"\"\"", "a|b;1|\"")]
    [InlineData("a,b\nñ,東\n", "a|b;ñ|東")]
    public void Rows_and_cells(string csv, string expected) => Read(Encoding.UTF8.GetBytes(csv)).ShouldBe(expected);

    [Fact]
    public void Lines_are_counted_across_quotes()
    {
        using var stream = new MemoryStream("a,b\n\n\"1\n2\r\n3\",x\n4,5\n"u8.ToArray());
        var rows = CsvRows.Open(stream, "f");
        rows.TryRead().ShouldBeTrue();
        rows.Line.ShouldBe(3);
        rows.TryRead().ShouldBeTrue();
        rows.Line.ShouldBe(6);
    }

    [Fact]
    public void A_row_may_be_longer_than_the_buffer_and_not_longer_than_the_limit()
    {
        var text = new string('x', 1_000_000);
        Read(Encoding.UTF8.GetBytes($"a,b\n1,\"{text}\"\n2,{text}\n")).ShouldBe($"a|b;1|{text};2|{text}");
        var endless = new byte[CsvRows.MaxRowBytes + 10];
        endless.AsSpan().Fill((byte)'"');
        endless[1] = (byte)'x';
        Refusal(endless).ShouldBe("dataset.csv.too-long");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_with_its_line()
    {
        byte[] latin = [.. "a,b\n1,2\n3,caf"u8, 0xe9, (byte)'\n'];
        var error = Should.Throw<InvalidInputException>(() => Read(latin)).Diagnostics.ShouldHaveSingleItem();
        (error.Code, error.Line).ShouldBe(("dataset.csv.encoding", 3));
    }

    /// <summary>What is read does not depend on where the pieces of a file end.</summary>
    [Fact]
    public void Random_text_reads_alike_in_one_piece_and_byte_by_byte() =>
        Gen.OneOf([.. "a,\"\n\r "u8.ToArray().Select(static value => Gen.Const(value))]).Array[0, 40].Sample(
            bytes => Read(bytes, 1).ShouldBe(Read(bytes)), iter: Budget.Texts(5000));

    [Fact]
    public void Random_text_reads_as_a_reader_that_goes_byte_by_byte() =>
        Gen.OneOf([.. "a,\"\n\r ".Select(static value => Gen.Const(value))]).Array[0, 30].Sample(
            characters =>
            {
                // A first line of its own, so that what is tested is no header.
                var text = "h,h\n" + new string(characters);
                Read(Encoding.UTF8.GetBytes(text)).ShouldBe(Slowly(text));
            },
            iter: Budget.Texts(5000));

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Gen.Byte.Array[0, 80].Sample(
            bytes =>
            {
                try
                {
                    Read(bytes);
                }
                catch (InvalidInputException)
                {
                    // Which is the one thing that may be thrown.
                }
            },
            iter: Budget.Texts(5000));

    private static string Refusal(byte[] csv) =>
        Should.Throw<InvalidInputException>(() => Read(csv)).Diagnostics.ShouldHaveSingleItem().Code;

    private static string Read(byte[] csv, int piece = int.MaxValue)
    {
        using var stream = new Pieces(csv, piece);
        try
        {
            var rows = CsvRows.Open(stream, "f");
            var text = new StringBuilder(string.Join('|', rows.Columns));
            do
            {
                while (rows.TryRead())
                {
                    // Cells beyond the header are counted, but not kept.
                    var cells = Enumerable.Range(
                        0, Math.Min(rows.Count, rows.Columns.Length)).Select(i => Encoding.UTF8.GetString(rows.Cell(i)));
                    text.Append(';').AppendJoin('|', cells);
                }
            }
            while (rows.FillAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
            return text.ToString();
        }
        catch (InvalidInputException exception) when (
            piece == 1 || csv.Length < 100 && exception.Diagnostics[0].Code is "dataset.csv.empty" or "dataset.csv.blank-header")
        {
            return exception.Diagnostics[0].Code;
        }
    }

    /// <summary>The rules one character at a time.</summary>
    private static string Slowly(string text)
    {
        var rows = new List<List<string>>();
        var (row, cell, quoted, begun) = (new List<string>(), new StringBuilder(), false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (quoted && c == '"')
            {
                quoted = false;
            }
            else if (quoted)
            {
                cell.Append(c);
            }
            else if (c == ',')
            {
                row.Add(cell.ToString());
                cell.Clear();
                begun = false;
                if (i + 1 == text.Length)
                    rows.Add([.. row, ""]);
                continue;
            }
            else if (c is '\n' or '\r')
            {
                if (row.Count > 0 || begun)
                    rows.Add([.. row, cell.ToString()]);
                row.Clear();
                cell.Clear();
                begun = false;
                continue;
            }
            else if (c == '"' && !begun)
            {
                quoted = true;
            }
            else
            {
                cell.Append(c);
            }
            begun = true;
        }
        if (begun)
            rows.Add([.. row, cell.ToString()]);
        return string.Join(';', rows.Select(static row => string.Join('|', row.Take(2))));
    }

    /// <summary>A file that comes in pieces.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
