using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Words that only <c>gyre.yaml</c> knows.</summary>
public class OwnWordsTests
{
    private const string Pipeline = """
        - step: {name: s, image: i, command: c, parameters: [{name: lr, type: float, default: 0.1}, {name: epochs, multiple: separate}], inputs: [{name: in, optional: true}]}
        - pipeline: {name: p, nodes: [{name: a, type: execution, step: s}, {name: b, type: execution, step: s}], edges: [[a.output.*, b.input.in]]}

        """;

    [Fact]
    public void A_declared_cycle_is_read_whole()
    {
        var reading = ProjectFile.Read(Pipeline + """
            - cycles:
              - cycle:
                  name: search-until-good
                  pipeline: p
                  repeat-while: b.metadata.cycle == 1
                  max-iterations: 10
                  budget: {time: 4h, executions: 200}
                  no-gain: {metric: b.metadata.score, direction: maximize, patience: 3, min-delta: 0.001}
                  objective: {metric: b.metadata.score, direction: maximize}
                  on-error: {retry: 2}
                  seed: 17
                  next:
                    a.epochs: {sample: integer, min: 10, max: 100, count: 3}
                    a.lr: {suggest: log-uniform, min: 0.0001, max: 0.1}
                    b.lr: {step: {start: 0.5, by: 0.25, max: 1}}
                    b.parameter.epochs: {copy: a.parameter.epochs}
                  carry:
                    - [b.input.in, a.input.in]
            """, "dir/gyre.yaml");
        var cycle = reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Cycles.Single();
        (cycle.Name, cycle.Pipeline, cycle.RepeatWhile, cycle.MaxIterations, cycle.Seed).ShouldBe(("search-until-good", "p", "b.metadata.cycle == 1", 10, 17));
        cycle.Budget.ShouldBe(new CycleBudget { Time = TimeSpan.FromHours(4), Executions = 200 });
        cycle.NoGain.ShouldBe(new NoGainRule("b.metadata.score", Direction.Maximize, 3, 0.001));
        cycle.Objective.ShouldBe(new Objective("b.metadata.score", Direction.Maximize));
        cycle.OnError.ShouldBe(new CycleOnError(CycleErrorMode.Retry, 2));
        cycle.Next.Select(next => next.Target).ShouldBe([new("a", "epochs"), new("a", "lr"), new("b", "lr"), new("b", "epochs")]);
        cycle.Next[0].Generator.ShouldBeOfType<SampleGenerator>().Count.ShouldBe(3);
        cycle.Next[1].Generator.ShouldBeOfType<SuggestGenerator>().Kind.ShouldBe(SampleKind.LogUniform);
        cycle.Next[2].Generator.ShouldBe(new StepGenerator(0.5, 0.25) { Max = 1 });
        cycle.Next[3].Generator.ShouldBe(new CopyGenerator("a.parameter.epochs"));
        cycle.Carry.Single().Target.ShouldBe(new Socket("a", SocketKind.Input, "in"));
    }

    [Theory]
    [InlineData("repeat-while: true", "structure.required")]
    [InlineData("max-iterations: 0", "structure.minimum")]
    [InlineData("max-iterations: 10000000000", "structure.maximum")]
    [InlineData("max-iterations: 3, budget: {executions: -1}", "structure.minimum")]
    [InlineData("max-iterations: 3, budget: {time: -1}", "duration.invalid")]
    [InlineData("max-iterations: 3, repeat-while: 'a b'", "expression.invalid")]
    [InlineData("max-iterations: 3, repeat-while: z.metadata.x > 1", "cycle.unknown-node")]
    [InlineData("max-iterations: 3, repeat-while: metadata.x > 1", "cycle.reference")]
    [InlineData("max-iterations: 3, next: {a.lr: {sample: uniform, min: 2, max: 1}}", "cycle.range")]
    [InlineData("max-iterations: 3, next: {a.lr: {sample: log-uniform, min: 0, max: 1}}", "cycle.range")]
    [InlineData("max-iterations: 3, next: {a.lr: {sample: integer, min: .nan, max: 1}}", "cycle.range")]
    [InlineData("max-iterations: 3, next: {a.lr: {sample: choice}}", "cycle.range")]
    [InlineData("max-iterations: 3, next: {a.lr: {value: 1, copy: a.metadata.x}}", "structure.one-of")]
    [InlineData("max-iterations: 3, next: {a.lr: {value: 1, min: 1}}", "cycle.next")]
    [InlineData("max-iterations: 3, next: {a.nope: {value: 1}}", "cycle.unknown-parameter")]
    [InlineData("max-iterations: 3, next: {z.lr: {value: 1}}", "cycle.unknown-node")]
    [InlineData("max-iterations: 3, next: {lr: {value: 1}}", "cycle.target")]
    [InlineData("max-iterations: 3, next: {a.lr: {suggest: uniform, min: 0, max: 1}}", "cycle.no-objective")]
    [InlineData("max-iterations: 3, carry: [[a.output.x, z.input.in]]", "cycle.unknown-node")]
    [InlineData("max-iterations: 3, carry: [[a.output.x, a.input.nope]]", "cycle.carry")]
    [InlineData("max-iterations: 3, carry: [[a.metadata.x, a.input.in]]", "cycle.carry")]
    public void A_broken_cycle_is_refused(string body, string code)
    {
        var reading = ProjectFile.Read(Pipeline + $"- cycle: {{name: c, pipeline: p, {body}}}", "gyre.yaml");
        reading.Project.ShouldBeNull();
        reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Code).Distinct().ShouldBe([code]);
    }

    [Fact]
    public void A_budget_of_nothing_and_a_bare_truth_value_are_read()
    {
        var cycle = ProjectFile.Read(Pipeline + "- cycle: {name: c, pipeline: p, max-iterations: 1, repeat-while: false, budget: {executions: 0}}", "gyre.yaml").Project.ShouldNotBeNull().Cycles.Single();
        (cycle.RepeatWhile, cycle.Budget.Executions).ShouldBe(("False", 0));
    }

    [Fact]
    public void Steps_and_nodes_have_more_keys()
    {
        var reading = ProjectFile.Read("""
            - settings: {strict-commands: true}
            - step: {name: s, image: i, command: c, cache: {lifetime: 2d, code: src/**}, environment-variables: [{name: A, secret: true}], parameters: [{name: p, type: integer, default: 1, pass-as: "-p {v}"}]}
            - step: {name: t, image: i, command: c, cache: false, strict-commands: false}
            - pipeline:
                name: p
                nodes:
                  - {name: a, type: execution, step: s, retry: {max-attempts: 5, back-off: 2s, factor: 3, max-back-off: 1m}, override: {merge: true, parameters: [{name: p, min: 1}]}}
                  - {name: b, type: approval, question: "Good?"}
                  - {name: c, type: execution, step: t, on-error: retry}
                edges: [[a.dependency.x, b.dependency.x]]
            """, "gyre.yaml");
        var project = reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
        project.Steps.Select(step => step.StrictCommands).ShouldBe([true, false]);
        (project.Steps[0].Cache.Lifetime, project.Steps[0].Cache.Code.Single(), project.Steps[1].Cache.Enabled).ShouldBe((TimeSpan.FromDays(2), "src/**", false));
        project.Steps[0].EnvironmentVariables[0].Secret.ShouldBeTrue();
        var nodes = project.Pipelines[0].Graph.Nodes;
        nodes[0].Retry.ShouldBe(new RetryPolicy(5, TimeSpan.FromSeconds(2), 3, TimeSpan.FromMinutes(1)));
        var merged = ((ExecutionNode)nodes[0]).Step.Parameters[0];
        (merged.Default, merged.Min, merged.PassAs).ShouldBe((Value.Of(1), Value.Of(1), "-p {v}"));
        ((ApprovalNode)nodes[1]).Question.ShouldBe("Good?");
        nodes[2].Retry.ShouldBe(RetryPolicy.Default);
    }

    [Fact]
    public void An_edge_key_that_is_not_there_is_an_error_here_and_a_hint_in_the_other_file()
    {
        var text = Pipeline.Replace("b.input.in", "b.input.out", StringComparison.Ordinal);
        ProjectFile.Read(text, "gyre.yaml").Diagnostics.Single().ShouldSatisfyAllConditions(item => item.Code.ShouldBe("edge.unknown-key"), item => item.Severity.ShouldBe(Severity.Error));
        ProjectFile.Read(text, "valohai.yaml").Diagnostics.Single().Severity.ShouldBe(Severity.Hint);
    }

    [Fact]
    public void Files_are_looked_for_in_order()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-find-");
        try
        {
            ProjectFile.Find(folder.FullName).ShouldBeNull();
            File.WriteAllText(Path.Join(folder.FullName, "valohai.yaml"), "");
            ProjectFile.Find(folder.FullName).ShouldBe(Path.Join(folder.FullName, "valohai.yaml"));
            File.WriteAllText(Path.Join(folder.FullName, "gyre.yaml"), Pipeline);
            ProjectFile.Find(folder.FullName).ShouldBe(Path.Join(folder.FullName, "gyre.yaml"));
            ProjectFile.Load(ProjectFile.Find(folder.FullName)!).Project.ShouldNotBeNull();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
