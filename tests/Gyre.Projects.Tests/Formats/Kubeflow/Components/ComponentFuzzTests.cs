using System.Text;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow.Components;

/// <summary>Broken component files, made from a sound one with a fixed seed and a fixed budget.</summary>
public class ComponentFuzzTests
{
    private const string Document = """
        name: Join text
        description: joins
        metadata: {annotations: {author: me}}
        inputs:
        - {name: First text, type: String, description: the first}
        - {name: times, type: Integer, default: "2", optional: true}
        - {name: sep, type: String, optional: true}
        - {name: data, type: Dataset}
        outputs:
        - {name: Joined text, type: String}
        - {name: model, type: Model}
        implementation:
          container:
            image: alpine:3.20
            command: [sh, -ec, "run", {outputPath: Joined text}, {outputUri: model}]
            args:
            - concat: ["<", {inputValue: First text}, {if: {cond: true, then: x, else: [y]}}]
            - {inputValue: times}
            - if: {cond: {isPresent: sep}, then: [--sep, {inputValue: sep}], else: [--no-sep]}
            - {inputPath: data}
            env: {LC_ALL: C, X: {concat: [a, b]}}
            fileOutputs: {model: /tmp/model}
        """;

    private static readonly string[] Pieces = ["\n", "  ", "- ", ": ", "[", "]", "{", "}", "&a ", "*a", "<<: ", "'", "\"", "null", "true", "1e400", "inputValue", "if", "concat", "isPresent", "\u0000", "\ud800", "/..", "A=B"];

    [Fact]
    public void A_sound_file_is_read() => ComponentFile.Read(Encoding.UTF8.GetBytes(Document), "c.yaml").Component.ShouldNotBeNull();

    [Fact]
    public void Broken_files_are_read_or_refused_and_never_crash()
    {
        var random = new SeededRandom(71_001);
        var refused = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var text = Mutate(Document, random);
            var reading = ComponentFile.Read(Encoding.UTF8.GetBytes(text), "c.yaml");
            (reading.Component is null).ShouldBe(reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error), text);
            refused += reading.Component is null ? 1 : 0;
        }
        refused.ShouldBeInRange(2_000, 9_999);
    }

    private static string Mutate(string text, SeededRandom random)
    {
        for (var change = random.NextInt(1, 4); change > 0; change--)
        {
            var at = random.NextInt(0, text.Length);
            var length = Math.Min(random.NextInt(1, 12), text.Length - at);
            text = random.NextInt(0, 3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.NextInt(0, Pieces.Length)]),
                _ => text.Insert(random.NextInt(0, text.Length), text.Substring(at, length)),
            };
        }
        return text;
    }
}
