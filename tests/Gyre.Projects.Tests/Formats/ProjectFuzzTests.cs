using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Broken documents, made from sound ones with a fixed seed and a fixed budget.</summary>
public class ProjectFuzzTests
{
    private const string Document = """
        # a comment
        - step:
            name: train
            image: busybox
            command: [pip install x, "python train.py {parameters} {parameter-value:lr}"]
            time-limit: 1h 30m
            parameters: &parameters
              - {name: lr, type: float, default: 1.0e-3, min: 0, max: 1}
              - {name: tags, multiple: repeat, default: [a, b], pass-as: "-t {v}"}
              - {name: fast, type: flag, pass-true-as: --yes}
            inputs: [{name: data, default: s3://a/b.csv, keep-directories: suffix}]
            environment-variables: [{name: A, default: "1"}]
            resources: {cpu: {min: 1}, devices: {gpu: 1}}
        - task:
            name: sweep
            step: train
            type: grid_search
            parameters: [{name: lr, style: linear, rules: {start: 0, end: 1, step: 0.1}}]
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: train, on-error: retry, actions: [{when: node-complete, if: metadata.x > 1, then: stop-pipeline}]}
              - {name: b, type: task, task: sweep, override: {inputs: [{name: data}]}}
              - {name: c, type: approval, question: "go?"}
            edges:
              - [a.output.*, b.input.data]
              - {source: a.parameter.lr, target: b.parameter.lr}
            parameters: [{name: x, targets: [a.parameter.lr], default: 0.5}]
        - cycle:
            name: c
            pipeline: p
            repeat-while: a.metadata.x < 1
            max-iterations: 3
            budget: {time: 4h, executions: 9}
            next: {a.lr: {sample: log-uniform, min: 0.001, max: 1}}
            carry: [[a.output.x, a.input.data]]
        """;

    private static readonly string[] Pieces = ["\n", "  ", "- ", ": ", "[", "]", "{", "}", "&a ", "*a", "<<: ", "'", "\"", "|\n", "#", "!!int ", "\t", "null", "1e400", ".nan", "-1", "yes", "name", "step", "\\", "%", "@", "?", "\u0000", "\ud800", "\uFEFF"];

    [Fact]
    public void A_sound_document_is_read() => ProjectFile.Read(Document, "gyre.yaml").Project.ShouldNotBeNull(string.Join("\n", ProjectFile.Read(Document, "gyre.yaml").Diagnostics));

    [Fact]
    public void Broken_documents_are_read_or_refused_and_never_crash()
    {
        var random = new SeededRandom(20_251);
        var slowest = TimeSpan.Zero;
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Mutate(Document, random);
            ProjectReading reading = null!;
            var effort = Effort.Of(() => reading = ProjectFile.Read(text, "gyre.yaml"));
            slowest = effort > slowest ? effort : slowest;
            (reading.Project is null).ShouldBe(reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error), text);
            refused += reading.Project is null ? 1 : 0;
            reading.Project?.Steps.ToList().ForEach(step => Build(step, text));
        }
        refused.ShouldBeInRange(5_000, 19_999);
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Broken_bytes_are_read_or_refused_and_never_crash()
    {
        var random = new SeededRandom(20_252);
        var sound = Encoding.UTF8.GetBytes(Document);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = sound.ToArray();
            for (var change = random.NextInt(1, 6); change > 0; change--)
                bytes[random.NextInt(0, bytes.Length)] = (byte)random.NextInt(0, 256);
            var reading = ProjectFile.Read(bytes, "gyre.yaml");
            (reading.Project is null).ShouldBe(reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error));
        }
    }

    private static void Build(Step step, string text)
    {
        try
        {
            CommandBuilder.Build(step, CommandBuilder.AllDefaults(step)).Commands.Length.ShouldBe(step.Commands.Length, text);
        }
        catch (InvalidInputException)
        {
            // A default may not fit its parameter; that is a warning when the file is read and an error here.
        }
    }

    private static string Mutate(string text, SeededRandom random)
    {
        for (var change = random.NextInt(1, 5); change > 0; change--)
        {
            var at = random.NextInt(0, text.Length);
            var length = Math.Min(random.NextInt(1, 12), text.Length - at);
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
