using System.Text;
using Gyre.Core.Logging;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Tests;

public sealed class LogTests : ExecutorFixture
{
    protected override ProcessExecutorOptions Change(ProcessExecutorOptions options) => options with { PoolSize = 1 };

    [Fact]
    public async Task A_hundred_megabytes_without_a_line_break_are_kept_in_flat_memory()
    {
        const int Size = 100_000_000;
        var place = Home.Place("supervisor");
        await RunAsync(Home.Order($"echo $PPID > '{place}'"));
        var supervisor = Number(await File.ReadAllTextAsync(place, Cancel));
        var order = Home.Order($"head -c {Size} /dev/zero | tr '\\0' x; cat /proc/$PPID/status | grep VmHWM >&2");
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        long text = 0;
        await foreach (var line in AttemptLog.ReadAsync(Home.Folder(order.Attempt), 0, follow: false, TimeProvider.System, Cancel))
            text += line.Stream == 'O' ? line.Text.Length : 0;
        text.ShouldBe(Size);
        var peak = (await File.ReadAllLinesAsync($"/proc/{supervisor}/status", Cancel)).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Number(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal)).ShouldBeLessThan(150_000);
    }

    [Fact]
    public async Task A_long_log_keeps_its_beginning_and_its_end_and_says_what_is_missing()
    {
        var order = Home.Order("seq 1 100000") with { LogLimitInBytes = 1 << 20 };
        await RunAsync(order);
        var log = await Home.LogAsync(order.Attempt, Cancel);
        log[0].ShouldBe("O 1");
        log[^1].ShouldBe("O 100000");
        log.ShouldContain(line => line.StartsWith("S ", StringComparison.Ordinal) && line.Contains("bytes of the log were dropped here", StringComparison.Ordinal));
        new FileInfo(Home.Folder(order.Attempt).Log).Length.ShouldBeLessThan((1 << 20) + 200_000);
        Directory.GetFiles(Home.Folder(order.Attempt).Root).ShouldNotContain(file => file.Contains("log.txt.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_text_is_kept_as_far_as_it_is_text()
    {
        var order = Home.Order("printf 'a\\377b\\0c\\n\\303\\244\\n'; printf end >&2");
        await RunAsync(order);
        var log = await Home.LogAsync(order.Attempt, Cancel);
        log.Where(line => line[0] == 'O').ShouldBe(["O a\uFFFDb\0c", "O ä"]);
        log.ShouldContain("E end");
    }

    [Fact]
    public async Task A_log_can_be_followed_while_it_grows_and_ends_with_its_attempt()
    {
        var gate = Home.Place("gate");
        var order = Home.Order($"echo first; while [ ! -e '{gate}' ]; do sleep 0.02; done; echo last");
        await Executor.SubmitAsync(order, Cancel);
        var lines = new List<string>();
        await foreach (var line in AttemptLog.ReadAsync(Home.Folder(order.Attempt), 0, follow: true, TimeProvider.System, Cancel))
        {
            lines.Add(line.Text);
            if (line.Text == "first")
                await File.WriteAllTextAsync(gate, "", Cancel);
        }
        lines.ShouldBe(["first", "last"]);
    }

    [Fact]
    public void Pieces_of_long_lines_end_at_the_border_of_a_character()
    {
        var sink = new Sink();
        var splitter = new LineSplitter(sink, wantsCandidates: false);
        var text = string.Concat(Enumerable.Repeat("ä€😀", 5000));
        foreach (var part in Encoding.UTF8.GetBytes(text + "\r\nnext").Chunk(777))
            splitter.Next(part);
        splitter.End();
        string.Concat(sink.Pieces.SkipLast(1)).ShouldBe(text);
        sink.Pieces[^1].ShouldBe("next");
        sink.Pieces.ShouldAllBe(piece => !piece.Contains('\uFFFD'));
    }

    /// <summary>What may not go on is shown before the next line comes.</summary>
    [Fact]
    public void Only_a_piece_that_may_go_on_is_ever_continued()
    {
        byte[][] texts = [Encoding.UTF8.GetBytes("ä€😀"), "x"u8.ToArray(), [0xFF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, (byte)'a']];
        foreach (var (text, shift) in texts.SelectMany(text => Enumerable.Range(0, 5).Select(shift => (text, shift))))
        {
            var sink = new Sink();
            var splitter = new LineSplitter(sink, wantsCandidates: false);
            splitter.Next([.. new byte[shift], .. Enumerable.Repeat(text, 40_000 / text.Length).SelectMany(bytes => bytes), (byte)'\n']);
            splitter.End();
            sink.Pieces.Count.ShouldBe(3);
            sink.Pieces.SkipLast(1).ShouldAllBe(piece => new LogLine(default, 'O', piece, false, 0).MayGoOn);
        }
        new LogLine(default, 'O', "a line", false, 0).MayGoOn.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("  {\"a\":1} ", "  {\"a\":1} ")]
    [InlineData("50%\r100%\r{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1}\r", "{\"a\":1}\r")]
    [InlineData("{\"a\":1}\rdone", null)]
    [InlineData("x {\"a\":1}", null)]
    [InlineData("", null)]
    public void Only_the_last_piece_of_a_line_may_be_metadata_however_it_arrives(string line, string? candidate)
    {
        foreach (var size in new[] { 1, 2, 3, 100 })
        {
            var sink = new Sink();
            var splitter = new LineSplitter(sink, wantsCandidates: true);
            foreach (var part in Encoding.UTF8.GetBytes(line + "\n").Chunk(size))
                splitter.Next(part);
            sink.Candidates.Select(text => text.Trim()).ShouldBe(candidate is null ? [] : [candidate.Trim()], $"in parts of {size}");
        }
    }

    [Fact]
    public void Secrets_are_found_whatever_the_parts_they_come_in()
    {
        foreach (var size in Enumerable.Range(1, 12))
        {
            var masker = new SecretMasker(["abcab", "xyz"]);
            var output = new StringBuilder();
            foreach (var part in "ababcababcabxyzxyab"u8.ToArray().Chunk(size))
                output.Append(Encoding.UTF8.GetString(masker.Next(part, last: false)));
            output.Append(Encoding.UTF8.GetString(masker.Next([], last: true)));
            output.ToString().ShouldBe("ab******" + "***xyab", $"in parts of {size}");
        }
    }

    [Fact]
    public void A_process_is_not_mistaken_for_another_with_its_number()
    {
        var self = ProcessIdentity.Current;
        self.IsAlive().ShouldBeTrue();
        (self with { StartTime = self.StartTime + 1 }).IsAlive().ShouldBeFalse();
        (self with { Boot = "another" }).IsAlive().ShouldBeFalse();
    }

    private sealed class Sink : ILineSink
    {
        public List<string> Pieces { get; } = [];

        public List<string> Candidates { get; } = [];

        public void Piece(ReadOnlySpan<byte> piece, bool continues) => Pieces.Add(Encoding.UTF8.GetString(piece));

        public void Candidate(ReadOnlySpan<byte> line) => Candidates.Add(Encoding.UTF8.GetString(line));

        public void TooLongCandidate() => Candidates.Add("too long");
    }
}
