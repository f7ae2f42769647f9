using System.Text;
using CsCheck;
using Gyre.Core;
using Gyre.Learning.Tables;

namespace Gyre.Learning.Tests;

/// <summary>What must hold of all CSV files.</summary>
public sealed class CsvPropertyTests
{
    private static readonly Gen<char> Character =
        Gen.Frequency<char>((6, Gen.OneOf('a', ',', '"', '\n')), (1, Gen.OneOf('\r', '\0', 'ä', ' ')));

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        var field = Gen.Char["ab,\"\n\r ä"].Array[0, 12].Select(static characters => new string(characters));
        await field.Array[1, 20].Array[1, 200].SampleAsync(
            async records =>
            {
                var stream = new MemoryStream();
                await using (var writer = new CsvWriter(stream))
                {
                    foreach (var record in records)
                    {
                        foreach (var text in record)
                            writer.Add(text);
                        await writer.EndRecordAsync(TestContext.Current.CancellationToken);
                    }
                }
                (await ReadAsync(new MemoryStream(stream.ToArray()))).ShouldBe(records.Select(static record => string.Join('|', record)));
            },
            iter: 200);
    }

    [Fact]
    public async Task Neither_records_nor_errors_depend_on_the_pieces_in_which_a_file_comes() =>
        await Gen.Select(Character.Array[0, 40], Gen.Int[1, 7]).SampleAsync(
            async (characters, piece) =>
            {
                var bytes = Encoding.UTF8.GetBytes(characters);
                (await ReadAsync(new PiecewiseStream(bytes, piece))).ShouldBe(await ReadAsync(new MemoryStream(bytes)));
            },
            iter: 5_000);

    [Fact]
    public async Task Records_before_an_error_are_read_and_its_place_is_right_however_far_it_is()
    {
        await Gen.Int[0, 3_000].Select(Gen.OneOf("x\"", "\"x\"y", "\r \n", "\0", "\"open\n")).SampleAsync(
            async (lines, mistake) =>
            {
                var text = string.Concat(Enumerable.Range(0, lines).Select(static i => $"{i},\"b\r\nc\"\n")) + mistake;
                var result = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));
                result.Count.ShouldBe(lines + 1);
                result[^1].ShouldStartWith($"error {(2 * lines) + 1}:");
            },
            iter: 50);
    }

    /// <summary>The records, and at the end the error with its place.</summary>
    private static async Task<List<string>> ReadAsync(Stream stream)
    {
        using var csv = new CsvReader(stream, "data.csv");
        var records = new List<string>();
        try
        {
            while (await csv.ReadAsync(TestContext.Current.CancellationToken))
                records.Add(string.Join('|', Enumerable.Range(0, csv.Count).Select(i => csv.Field(i).ToString())));
        }
        catch (InvalidInputException refused)
        {
            var diagnostic = refused.Diagnostics[0];
            records.Add($"error {diagnostic.Line}:{diagnostic.Column} {diagnostic.Code}");
        }
        return records;
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : ReadOnlyStream
    {
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }
}
