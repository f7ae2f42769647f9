using System.Text;
using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Formats.Mlflow.Folder;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Bytes of any kind: what is read is refused in one way, or read. The budget is fixed, so the same bytes come each time.</summary>
public sealed class FuzzTests
{
    private const string Odd = "\0\t\n -:?[]{}#&*!|>'\"%@`,~\\x19\u0085\ud83d\u00e9";

    private const string Meta =
        "artifact_uri: file:///srv/mlruns/1/a\nend_time: 1795211039622\nname: 'it''s \"x\"'\ntags: []\nmap: {a: b, 'c': [1, {d: ~}]}\ntext: |\n  two\n  lines\nfold: >-\n  x\n  y\n? k\n: v\n# end\n";

    [Fact]
    public void Damaged_meta_files_are_read_or_refused()
    {
        var random = new Random(20240607);
        var read = 0;
        for (var round = 0; round < 6_000; round++)
        {
            var text = Damage(Meta, random);
            try
            {
                var map = MetaDocument.Read(text);
                map.LineOf("name").ShouldBeGreaterThanOrEqualTo(0);
                read++;
            }
            catch (BadFileException exception)
            {
                exception.Message.ShouldNotBeEmpty();
            }
        }
        read.ShouldBeInRange(500, 5_800);
    }

    [Fact]
    public void What_is_written_as_meta_text_reads_as_it_was()
    {
        var random = new Random(4711);
        string[] words = ["yes", "null", "~", "1e5", "0x1f", "2024-01-01", ": ", " #", "'", "\"", "\\", "\n", "\r", "\t", "\0", "é", "\U0001F600", "\u2028", "\ufeff", "- ", "? ", "{", "}", "[", "*", "&", "!", "%", "@", "`", "a", " ", "|", ">", "=", "<<", "---", "...", "12:30:45", "\u0085", "\uffff", "file:///x y"];
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => words[random.Next(words.Length)]));
            var written = new MetaText().Text("before", "1").Text("text", text).Texts("texts", SampleStore.Map(("k" + text, text))).ToString();
            var map = MetaDocument.Read(written);
            map.Text("text").ShouldBe(text);
            map.Texts("texts").ShouldBe(SampleStore.Map(("k" + text, text)));
            map.Text("before").ShouldBe("1");
        }
    }

    [Fact]
    public void Damaged_metric_lines_are_read_or_refused()
    {
        var random = new Random(99);
        var good = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var line = Damage("1795211039605 -0.3333333333333333 -12", random);
            if (MetricLines.Read(line, out var point) is not null)
                continue;
            good++;
            point.Timestamp.ShouldBeGreaterThanOrEqualTo(0);
            MetricLines.Read(MetricLines.Write(point), out var again).ShouldBeNull();
            again.ShouldBe(point);
        }
        good.ShouldBeInRange(500, 19_000);
    }

    [Fact]
    public void Lines_come_with_their_numbers_however_they_end()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var lines = Enumerable.Range(0, random.Next(60)).Select(_ => new string('x', random.Next(4) == 0 ? random.Next(9000) : random.Next(30))).ToList();
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join(random.Next(2) == 0 ? "\n" : "\r\n", lines)));
            var expected = lines.Index().Where(line => line.Item.Length > 0).Select(line => (line.Index + 1, line.Item.Length > 4096 ? null : line.Item));
            MetricLines.Of(stream).Where(line => line.Text is not { Length: > 4090 }).ShouldBe(expected.Where(line => line.Item2 is not { Length: > 4090 }));
        }
    }

    [Fact]
    public void Values_keep_every_bit()
    {
        var random = new Random(77);
        for (var round = 0; round < 20_000; round++)
        {
            var point = new MetricPoint(random.NextInt64(), random.NextInt64(long.MinValue, long.MaxValue), BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
            MetricLines.Read(MetricLines.Write(point), out var again).ShouldBeNull();
            again.ShouldBe(point);
        }
        NumberText.Of(1e-17).ShouldBe("1e-17");
    }

    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(1, 6); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged.Remove(at, Math.Min(random.Next(1, 9), damaged.Length - at));
                    break;
                case 1:
                    damaged.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 2:
                    damaged[at] = (char)random.Next(0x250);
                    break;
                default:
                    damaged.Insert(at, damaged.ToString(at, Math.Min(random.Next(1, 40), damaged.Length - at)));
                    break;
            }
        }
        return damaged.ToString();
    }
}
