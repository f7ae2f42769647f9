using Gyre.Client.Pipelines;
using Gyre.Core;
using Domain = Gyre.Projects;

namespace Gyre.Client.Tests.Pipelines;

/// <summary>Pipelines drawn with a fixed seed, written by the builder and read back by the reader of project files.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Pieces =
        ["a", "Z", "0", "9", " ", "-", "_", ":", "#", "'", "\"", "\\", "[", "]", "{x}", "&", "*", "!", "%", "@", "`", "?", ",", "|", ">", "~", "=", "ä", "漢", "😀", "\u00a0", "yes", "null", "1e5", "0x1F", "12:30", "2026-01-01", "<<", "- ", ": "];

    private static readonly string[] Controls = ["\n", "\t", "\u0001", "\u0085", "\u2028", "\ufeff", "\uffff"];

    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        var random = new SeededRandom(4_071);
        for (var round = 0; round < 400; round++)
        {
            var expected = new List<string>();
            var yaml = Draw(random, expected).ToYaml();
            var reading = Domain.ProjectFile.Read(yaml, "gyre.yaml");
            var project = reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics) + "\n" + yaml);
            Describe(project).ShouldBe(expected, yaml);
        }
    }

    private static PipelineBuilder Draw(SeededRandom random, List<string> expected)
    {
        var pipeline = Pipeline.Create(Name(random, "p"));
        var steps = new List<(StepBuilder Step, Parameter<double> Real, Parameter<string> Text, ArtifactInput<Files> Input)>();
        var edges = new List<string>();
        for (var i = random.NextInt(1, 6); i > 0; i--)
        {
            var step = pipeline.Step(Name(random, $"s{i}").Replace('.', '-'));
            var commands = Enumerable.Range(0, random.NextInt(1, 4)).Select(_ => Text(random)).ToArray();
            var (real, text, number, flag) = (Real(random), Text(random), (long)random.NextInt(-1000, 1000) * int.MaxValue, random.NextInt(0, 2) == 0);
            step.Command(commands);
            var (first, second) = (step.Parameter("real", real), step.Parameter("text", text));
            step.Parameter("number", number);
            step.Parameter("flag", flag);
            var uri = Text(random) + "x";
            expected.Add($"{step.Name}|{string.Join('|', commands)}|{Shown(Value.Of(real))}|{Shown(Value.Of(text))}|{Shown(Value.Of(number))}|{Shown(Value.Of(flag))}|{uri}");
            steps.Add((step, first, second, step.Input<Files>("in", uri)));
        }
        for (var to = 1; to < steps.Count; to++)
        {
            var from = random.NextInt(0, to);
            var file = Name(random, "f");
            pipeline.Connect(steps[from].Step.Output<Model>(file), steps[to].Input).Connect(steps[from].Real, steps[to].Real).Connect(steps[from].Step.Metadata<string>("key"), steps[to].Text);
            edges.Add($"{steps[from].Step.Name}.Output.{file}>{steps[to].Step.Name}.Input.in");
            edges.Add($"{steps[from].Step.Name}.Parameter.real>{steps[to].Step.Name}.Parameter.real");
            edges.Add($"{steps[from].Step.Name}.Metadata.key>{steps[to].Step.Name}.Parameter.text");
        }
        expected.Add($"{pipeline.Name}: {string.Join(" ", edges)}");
        return pipeline;
    }

    private static List<string> Describe(Domain.Project project) =>
    [
        .. project.Steps.Select(step => $"{step.Name}|{string.Join('|', step.Commands)}|{string.Join('|', step.Parameters.Select(parameter => Shown(parameter.Default!)))}|{step.Inputs.Single().Default.Single()}"),
        $"{project.Pipelines.Single().Name}: {string.Join(" ", project.Pipelines.Single().Graph.Edges.Select(edge => $"{edge.Source.Node}.{edge.Source.Kind}.{edge.Source.Key}>{edge.Target.Node}.{edge.Target.Kind}.{edge.Target.Key}"))}",
    ];

    private static string Shown(Value value) => $"{value.GetType().Name} {ValueJson.Write(value)}";

    private static double Real(SeededRandom random) => random.NextInt(0, 6) switch
    {
        0 => 0,
        1 => -1.5,
        2 => Math.Pow(10, random.NextInt(-300, 300)),
        3 => random.NextInt(-5, 5),
        _ => random.NextInt(1, int.MaxValue) / 1e7,
    };

    private static string Name(SeededRandom random, string prefix) => (prefix + Join(random, Pieces)).TrimEnd();

    private static string Text(SeededRandom random) => Join(random, [.. Pieces, .. Controls]);

    private static string Join(SeededRandom random, string[] pieces) => string.Concat(Enumerable.Range(0, random.NextInt(0, 6)).Select(_ => pieces[random.NextInt(0, pieces.Length)]));
}
