using Gyre.Core;
using Gyre.Labeling;
using Gyre.Testing;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Damaged files: an importer says what is wrong. It throws nothing, does not hang, and opens nothing outside of its
/// folder.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 120;
    private static readonly string[] Pieces =
    [
        "", "null", "-1", "1e999", "NaN", "\"", "{", "}", "[", "]", "<", ">", "<!DOCTYPE a>", "&x;", "../", "\0", "\uD800", "99999999999",
        "0", ",", "\n", "\n\n", "\t",
        "\"id\"", "true", "[[[[", "-DOCSTART-", "..\\", "1.5", "\ufeff", "\"$float\"", "{\"a\":1}",
    ];

    public static TheoryData<string> Formats => [.. LabelFormats.All.Select(static format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damaged_files_are_problems_and_no_failures(string format)
    {
        var random = new SeededRandom(2026).Fork(format);
        foreach (var seed in Enumerable.Range(0, 4))
        {
            using var folder = new ScratchFolder();
            var path = folder.PlaceFor(format, "data");
            Files.Export(new RandomData((ulong)(seed + 7)).Make(), format, path);
            var files = Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
            for (var round = 0; round < Rounds / 4; round++)
            {
                var file = files[random.NextInt(0, files.Length)];
                var original = File.ReadAllBytes(file);
                File.WriteAllBytes(file, Damaged(original, random));
                var result = Files.Import(format, path);
                // What was taken is whole: it can be written.
                Files.Export(result.Data, "gyre", folder["taken.json"]);
                File.Delete(folder["taken.json"]);
                File.WriteAllBytes(file, original);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Files_of_other_formats_are_problems_and_no_failures(string format)
    {
        var root = ConformanceData.Folder(Path.Join("labeling", "formats"));
        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories))
            Files.Import(format, path).Data.ShouldNotBeNull();
    }

    private static byte[] Damaged(byte[] bytes, SeededRandom random)
    {
        var damaged = bytes.ToList();
        for (var change = random.NextInt(1, 5); change > 0; change--)
        {
            var at = random.NextInt(0, damaged.Count + 1);
            switch (random.NextInt(0, 5))
            {
                case 0:
                    damaged.RemoveRange(at, Math.Min(damaged.Count - at, random.NextInt(0, 40)));
                    break;
                case 1 when at < damaged.Count:
                    damaged[at] = (byte)random.NextInt(0, 256);
                    break;
                case 2:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                case 3:
                    var length = Math.Min(damaged.Count - at, random.NextInt(1, 60));
                    damaged.InsertRange(random.NextInt(0, damaged.Count + 1), damaged.GetRange(at, length));
                    break;
                default:
                    damaged.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Pieces[random.NextInt(0, Pieces.Length)]));
                    break;
            }
        }
        return [.. damaged];
    }
}
