using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>Broken pipelines, made from sound ones with a fixed seed and a fixed budget: read or refused, never anything else.</summary>
public class CompiledPipelineFuzzTests
{
    private static readonly string[] Pieces =
    [
        "\n", "  ", "- ", ": ", "[", "]", "{", "}", "&a ", "*a", "'", "\"", "|\n", "#", "null", ".nan", "-1", "1e400", "99999999999999999999", "\\", "\u0000", "\ud800", "\n---\n", "{{$", "}}", "{{$.inputs.parameters['x']}}",
        "{\"IfPresent\": ", "{\"Concat\": [", "dag: ", "executorLabel: ", "root: ", "tasks: ", "comp-", "producerTask: ", "_", "/", "${", "argostub/",
    ];

    [Fact]
    public void Broken_small_pipelines_are_read_or_refused()
    {
        var random = new SeededRandom(31_337);
        var refused = 0;
        var rounds = Budget.Texts(2_000);
        for (var round = 0; round < rounds; round++)
            refused += IsRefused(Mutate(Documents.Sound, random), "p.yaml") ? 1 : 0;
        refused.ShouldBeInRange(rounds / 4, rounds - 1);
    }

    [Fact]
    public void Broken_recorded_pipelines_are_read_or_refused()
    {
        var random = new SeededRandom(31_338);
        var files = Directory.GetFiles(Path.Combine(ConformanceData.Folder("kfp"), "ir")).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        for (var round = Budget.Texts(500); round > 0; round--)
            IsRefused(Mutate(files[random.NextInt(0, files.Length)], random), "p.yaml");
    }

    /// <summary>Lines moved, doubled and taken out keep most of the document valid, so that more of the reader is reached.</summary>
    [Fact]
    public void Pipelines_with_shuffled_lines_are_read_or_refused()
    {
        var random = new SeededRandom(31_339);
        var lines = Documents.Sound.Split('\n');
        for (var round = Budget.Texts(1_500); round > 0; round--)
        {
            var changed = lines.ToList();
            for (var change = random.NextInt(1, 4); change > 0; change--)
                ChangeLine(changed, random);
            IsRefused(string.Join('\n', changed), "p.yaml");
        }
    }

    [Fact]
    public void Broken_json_pipelines_are_read_or_refused()
    {
        var random = new SeededRandom(31_340);
        var json = "{\"pipelineInfo\":{\"name\":\"p\"},\"components\":{\"comp-a\":{\"executorLabel\":\"exec-a\"}},\"deploymentSpec\":{\"executors\":{\"exec-a\":{\"container\":{\"image\":\"i\",\"command\":[\"a\",\"{{$}}\"]}}}},\"root\":{\"dag\":{\"tasks\":{\"a\":{\"componentRef\":{\"name\":\"comp-a\"}}}}}}";
        IsRefused(json, "p.json").ShouldBeFalse();
        for (var round = Budget.Texts(2_000); round > 0; round--)
            IsRefused(Mutate(json, random), "p.json");
    }

    [Fact]
    public void Broken_bytes_are_read_or_refused()
    {
        var random = new SeededRandom(31_341);
        var sound = Encoding.UTF8.GetBytes(Documents.Sound);
        for (var round = Budget.Texts(1_000); round > 0; round--)
        {
            var bytes = sound.ToArray();
            for (var change = random.NextInt(1, 6); change > 0; change--)
                bytes[random.NextInt(0, bytes.Length)] = (byte)random.NextInt(0, 256);
            Check(ProjectFile.Read(bytes, "p.yaml"), "bytes");
        }
    }

    private static bool IsRefused(string text, string name)
    {
        ProjectReading reading = null!;
        Effort.Of(() => reading = ProjectFile.Read(text, name)).ShouldBeLessThan(TimeSpan.FromSeconds(10), text);
        return Check(reading, text);
    }

    private static bool Check(ProjectReading reading, string text)
    {
        (reading.Project is null).ShouldBe(reading.Errors().Any(), text);
        reading.Diagnostics.ShouldAllBe(diagnostic => diagnostic.File != null && diagnostic.Message.Length > 0 && diagnostic.Message.Length < 2000);
        return reading.Project is null;
    }

    private static void ChangeLine(List<string> lines, SeededRandom random)
    {
        var at = random.NextInt(0, lines.Count);
        var line = lines[at];
        switch (random.NextInt(0, 4))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.NextInt(0, lines.Count), line);
                break;
            case 2:
                lines[at] = lines[random.NextInt(0, lines.Count)];
                break;
            default:
                lines[at] = "  " + line;
                break;
        }
    }

    private static string Mutate(string text, SeededRandom random)
    {
        for (var change = random.NextInt(1, 5); change > 0 && text.Length > 0; change--)
        {
            var at = random.NextInt(0, text.Length);
            var length = Math.Min(random.NextInt(1, 24), text.Length - at);
            text = random.NextInt(0, 4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.NextInt(0, Pieces.Length)]),
                2 => text.Insert(random.NextInt(0, text.Length), text.Substring(at, length)),
                _ => text.Remove(at, length).Insert(at, Pieces[random.NextInt(0, Pieces.Length)]),
            };
        }
        return text;
    }
}
