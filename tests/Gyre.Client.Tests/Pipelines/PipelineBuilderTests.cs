using Gyre.Client.Pipelines;
using Gyre.Core;
using Domain = Gyre.Projects;

namespace Gyre.Client.Tests.Pipelines;

public sealed class PipelineBuilderTests
{
    [Fact]
    public void A_pipeline_with_everything_reads_back_as_it_was_meant()
    {
        var pipeline = Pipeline.Create("digits");
        var split = pipeline.Step("split").Uses("gyre/learn-split");
        split.Input<Dataset>("data", "data/digits.csv");
        split.Parameter("test_fraction", 0.25);

        var train = pipeline.Step("train").Uses("gyre/learn-train").Image("gyre:1").Retry(3, TimeSpan.FromSeconds(5), 1.5, TimeSpan.FromMinutes(2)).TimeLimit(TimeSpan.FromMinutes(10));
        var rate = train.Parameter<double>("learning_rate");
        train.Sweep(rate, 0.001, 1e-5).Cache(TimeSpan.FromDays(7), "train/**");

        var report = pipeline.Step("report").Command("echo {parameters}", "cat \"$GYRE_INPUTS_DIR\"/models/*").NoCache().OnFailure(FailureRule.StopNext).Variable("MODE", "fast: yes");
        var seed = report.Parameter("seed", 3, "fixes the draw");
        var loud = report.Parameter("loud", true);
        var models = report.Input<Files>("models");
        report.OptionalInput<Files>("extra");

        var ask = pipeline.Approval("release", "Is it good?").Expires(TimeSpan.FromDays(14)).Approvers("maria", "tom").After(report);
        var done = pipeline.Step("done").Command("true").After(ask);
        var note = done.Parameter<string>("note");

        pipeline.Connect(split.Output<Dataset>("train"), train.Input<Dataset>("data"))
            .Connect(train.Output<Model>("model"), models)
            .Connect(report.Metadata<string>("word"), note)
            .Parameter("seed", 7, seed)
            .Parameter("loud", false, loud);

        var yaml = pipeline.ToYaml();
        var reading = Domain.ProjectFile.Read(yaml, "gyre.yaml",
            new Domain.ProjectLanguage { Components = new Domain.BuiltInComponents(Gyre.Learning.LearningComponents.All) });
        var project = reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics) + "\n" + yaml);
        reading.Diagnostics.ShouldBeEmpty();

        var graph = project.Pipelines.Single().Graph;
        graph.Nodes.Select(node => node.Name).ShouldBe(["split", "train", "report", "release", "done"]);
        var trained = graph.Nodes[1].ShouldBeOfType<Domain.TaskNode>();
        trained.Retry.ShouldBe(new Domain.RetryPolicy(3, TimeSpan.FromSeconds(5), 1.5, TimeSpan.FromMinutes(2)));
        trained.Sweep.Kind.ShouldBe(Domain.SweepKind.Grid);
        trained.Step.Component.ShouldNotBeNull().Name.ShouldBe("gyre/learn-train");
        trained.Step.TimeLimit.ShouldBe(TimeSpan.FromMinutes(10));
        (trained.Step.Cache.Lifetime, trained.Step.Cache.Code[0], trained.Step.Image).ShouldBe((TimeSpan.FromDays(7), "train/**", "gyre:1"));
        var reported = graph.Nodes[2].ShouldBeOfType<Domain.ExecutionNode>();
        reported.OnError.ShouldBe(Domain.OnError.StopNext);
        reported.Step.Cache.Enabled.ShouldBeFalse();
        reported.Step.Commands.ShouldBe(["echo {parameters}", "cat \"$GYRE_INPUTS_DIR\"/models/*"]);
        reported.Step.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.Default)).ShouldBe([("seed", ParameterType.Integer, Value.Of(3)), ("loud", ParameterType.Flag, Value.True)]);
        reported.Step.Inputs.Select(input => (input.Name, input.Optional)).ShouldBe([("models", false), ("extra", true)]);
        reported.Step.EnvironmentVariables.Single().Default.ShouldBe("fast: yes");
        var asked = graph.Nodes[3].ShouldBeOfType<Domain.ApprovalNode>();
        (asked.Question, asked.Approval.Expires, asked.Approval.OnExpiry).ShouldBe(("Is it good?", TimeSpan.FromDays(14), Domain.ApprovalExpiry.Refuse));
        asked.Approval.Approvers.ShouldBe(["maria", "tom"]);
        graph.Edges.Select(edge => $"{edge.Source.Node}.{edge.Source.Kind}.{edge.Source.Key}>{edge.Target.Node}.{edge.Target.Kind}.{edge.Target.Key}").ShouldBe(
        [
            "report.Dependency.done>release.Dependency.start", "release.Dependency.done>done.Dependency.start", "split.Output.train>train.Input.data", "train.Output.model>report.Input.models",
            "report.Metadata.word>done.Parameter.note",
        ]);
        project.Pipelines.Single().Parameters.Select(parameter => (parameter.Name, parameter.Default)).ShouldBe([("seed", Value.Of(7)), ("loud", Value.False)]);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_by_the_call_that_says_it()
    {
        foreach (var name in (string[])["", "  ", "a\nb", "..", "a/../b", new string('x', 257), "\ud800"])
            Should.Throw<ArgumentException>(() => Pipeline.Create(name)).ShouldNotBeOfType<ArgumentNullException>();
        var pipeline = Pipeline.Create("p");
        var a = pipeline.Step("a").Command("true");
        var b = pipeline.Step("b").Command("true");
        Should.Throw<ArgumentException>(() => pipeline.Step("a")).Message.ShouldContain("already");
        Should.Throw<ArgumentException>(() => pipeline.Approval("a"));
        Should.Throw<ArgumentException>(() => pipeline.Step("with.dot")).Message.ShouldContain("'.'");
        Should.Throw<ArgumentException>(() => a.Uses("gyre/learn-train"));
        Should.Throw<ArgumentException>(() => pipeline.Step("c").Uses("trainer.yaml"));
        Should.Throw<ArgumentException>(() => pipeline.Step("c2").Uses("./../trainer.yaml"));
        Should.Throw<ArgumentException>(() => a.Command());
        Should.Throw<ArgumentException>(() => a.Parameter<int>("x}"));
        Should.Throw<NotSupportedException>(() => a.Parameter<DateTime>("when"));
        Should.Throw<ArgumentException>(() => a.Input<Files>("a/b"));
        Should.Throw<ArgumentException>(() => a.Input<Files>("../b"));
        Should.Throw<ArgumentException>(() => a.Variable("A=B", "x"));
        Should.Throw<ArgumentOutOfRangeException>(() => a.TimeLimit(TimeSpan.FromMilliseconds(1500)));
        Should.Throw<ArgumentOutOfRangeException>(() => a.Retry(0));
        Should.Throw<ArgumentOutOfRangeException>(() => a.Retry(2, factor: double.NaN));
        var x = a.Parameter("x", 1);
        var y = b.Parameter("y", 1);
        Should.Throw<ArgumentException>(() => a.Parameter("x", 1));
        Should.Throw<ArgumentException>(() => a.Sweep(y, 1));
        Should.Throw<ArgumentException>(() => a.Sweep(x));
        pipeline.Connect(x, y);
        Should.Throw<ArgumentException>(() => pipeline.Connect(a.Metadata<int>("m"), y)).Message.ShouldContain("only one");
        Should.Throw<ArgumentException>(() => a.After(b)).Message.ShouldContain("loop");
        Should.Throw<ArgumentException>(() => a.After(a)).Message.ShouldContain("loop");
        Should.Throw<ArgumentException>(() => pipeline.Connect(Pipeline.Create("q").Step("z").Output<Files>("f"), a.Input<Files>("in"))).Message.ShouldContain("leave");
        Should.Throw<ArgumentException>(() => pipeline.Parameter("v", 1));
        Should.Throw<InvalidOperationException>(() => Pipeline.Create("empty").ToYaml());
        var unfinished = Pipeline.Create("u");
        unfinished.Step("s");
        Should.Throw<InvalidOperationException>(unfinished.ToYaml).Message.ShouldContain("neither");
    }

    [Fact]
    public void The_lines_of_the_guide_give_a_valid_project()
    {
        // <guide>
        var pipeline = Pipeline.Create("colors");
        var split = pipeline.Step("split").Uses("gyre/learn-split");
        split.Input<Dataset>("data", "data/points.csv");
        var train = pipeline.Step("train").Uses("gyre/learn-train").Retry(3);
        train.Sweep(train.Parameter<double>("c"), 0.1, 1, 10);
        var report = pipeline.Step("report").Command("ls \"$GYRE_INPUTS_DIR/models\"").NoCache();
        pipeline.Connect(split.Output<Dataset>("train"), train.Input<Dataset>("data"));
        pipeline.Connect(train.Output<Model>("model"), report.Input<Files>("models"));
        pipeline.Approval("release", "Is it good?").Expires(TimeSpan.FromDays(14)).After(report);
        // </guide>
        var reading = Domain.ProjectFile.Read(pipeline.ToYaml(), "gyre.yaml",
            new Domain.ProjectLanguage { Components = new Domain.BuiltInComponents(Gyre.Learning.LearningComponents.All) });
        reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(root!.FullName, "Gyre.slnx")))
            root = root.Parent;
        var source = Lines(Path.Join(root.FullName, "tests", "Gyre.Client.Tests", "Pipelines", "PipelineBuilderTests.cs"));
        var script = source.SkipWhile(line => line != "// <guide>").Skip(1).TakeWhile(line => line != "// </guide>").ToList();
        script.Count.ShouldBe(9);
        script.ShouldBeSubsetOf(Lines(Path.Join(root.FullName, "docs", "guides", "pipelines.md")));
    }

    private static List<string> Lines(string file) => [.. File.ReadLines(file).Select(line => line.Trim())];

    /// <summary>The same program written twice gives the same text, so a file that is checked in changes only when the program does.</summary>
    [Fact]
    public void The_text_is_the_same_each_time_and_easy_to_read()
    {
        var pipeline = Pipeline.Create("p");
        var a = pipeline.Step("make").Command("make");
        var b = pipeline.Step("use").Command("use {parameters}");
        b.Parameter("rate", 1e-5);
        pipeline.Connect(a.Output<Dataset>("*.csv"), b.Input<Dataset>("rows"));
        pipeline.ToYaml().ShouldBe("""
            - step:
                name: make
                command:
                  - make
            - step:
                name: use
                command:
                  - 'use {parameters}'
                parameters:
                  - name: rate
                    type: float
                    default: 1.0e-05
                inputs:
                  - name: rows
            - pipeline:
                name: p
                nodes:
                  - name: make
                    type: execution
                    step: make
                  - name: use
                    type: execution
                    step: use
                edges:
                  - ['make.output.*.csv', use.input.rows]

            """.ReplaceLineEndings("\n"));
    }
}
