using System.Text;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Tests;

/// <summary>What steps print and leave beside their files, mutated: nothing of it may throw or be taken for more than it is.</summary>
public sealed class MetadataFuzzTests
{
    private static readonly string[] Good =
    [
        """{"loss": 0.5, "epoch": 3, "nested": {"a": [1, null, "x"]}}""",
        """{"a": NaN, "b": -Infinity, "c": "NaN \" Infinity"}""",
        """{"file": "a/b.txt", "metadata": {"valohai.tags": ["x"], "valohai.alias": "y"}}""",
        "{}",
        "  {\"x\": 1e400}  ",
    ];

    [Fact]
    public void Mutated_lines_are_read_or_refused_and_never_throw()
    {
        var random = new SeededRandom(5);
        for (var round = 0; round < 20_000; round++)
        {
            var line = Mutate(Encoding.UTF8.GetBytes(Good[random.NextInt(0, Good.Length)]), random);
            if (MetadataReader.Read(line, out _) is { } point)
                point.Entries.Select(entry => entry.Key).Distinct(StringComparer.Ordinal).Count().ShouldBe(point.Entries.Length);
        }
    }

    [Fact]
    public void Mutated_sidecars_give_properties_or_a_warning()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-sidecars-").FullName;
        var random = new SeededRandom(6);
        for (var round = 0; round < 1000; round++)
        {
            File.WriteAllBytes(Path.Join(folder, "valohai.metadata.jsonl"), Mutate(Encoding.UTF8.GetBytes($"{Good[2]}\n{Good[0]}\n{Good[2]}"), random));
            File.WriteAllBytes(Path.Join(folder, "b.txt.metadata.json"), Mutate(Encoding.UTF8.GetBytes(Good[random.NextInt(0, 2)]), random));
            var warnings = new List<string>();
            var sidecars = new OutputSidecars(folder, ["valohai.metadata.jsonl", "b.txt.metadata.json", "b.txt"], ["a/b.txt"], warnings.Add);
            foreach (var path in new[] { "a/b.txt", "b.txt" })
                sidecars.Find(path)?.ShouldBeOfType<MapValue>();
            sidecars.IsSidecar("b.txt").ShouldBeFalse();
        }
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Mutate(byte[] bytes, SeededRandom random)
    {
        var text = bytes.ToList();
        for (var change = random.NextInt(1, 6); change > 0; change--)
        {
            var at = random.NextInt(0, text.Count);
            switch (random.NextInt(0, 4))
            {
                case 0:
                    text[at] = (byte)random.NextInt(0, 256);
                    break;
                case 1:
                    text.RemoveAt(at);
                    break;
                case 2:
                    text.InsertRange(at, text.GetRange(at, Math.Min(text.Count - at, random.NextInt(1, 20))));
                    break;
                default:
                    text.InsertRange(at, Enumerable.Repeat((byte)"{[\"\\:,"[random.NextInt(0, 6)], random.NextInt(1, 200)));
                    break;
            }
            if (text.Count == 0)
                text.Add((byte)'{');
        }
        return [.. text];
    }
}
