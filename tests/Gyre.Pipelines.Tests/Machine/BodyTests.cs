using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using static Gyre.Pipelines.Tests.Machine.MachineGraphs;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>Bodies, conditions, loops, exit handlers and typed values, on components that take <c>in</c> and give <c>out</c> and <c>file</c>.</summary>
public sealed class BodyTests
{
    [Fact]
    public void A_loop_runs_its_body_for_each_item_and_gathers_in_the_order_of_the_items()
    {
        var world = Begin(
            [Over("loop", Items(5, 6), Typed("say", Scope("item")))],
            [Collect("loop", "say")]);
        world.StartedPaths.ShouldBe(["loop[0]/say", "loop[1]/say"]);
        In(world, "loop[1]/say").ShouldBe("6");
        world.Give("loop[1]/say", Value.Of("second"));
        world.Give("loop[0]/say", Value.Of("first"));
        world.State.State.ShouldBe(RunState.Succeeded);
        Out(world, "loop").ShouldBe("""["first","second"]""");
        world.State.Nodes["loop"].OutputArtifacts.Single().Items.Select(artifact => artifact.Name).ShouldBe(["first", "second"]);
    }

    [Fact]
    public void A_loop_over_nothing_gives_empty_lists_and_what_follows_runs()
    {
        var world = Begin([Over("loop", Items(), Typed("say", Scope("item"))), Typed("last", From("loop", "all"), ParameterType.List)], [Collect("loop", "say")]);
        world.State.Nodes["loop"].State.ShouldBe(NodeRunState.Succeeded);
        In(world, "last").ShouldBe("[]");
    }

    [Fact]
    public void A_loop_lets_no_more_iterations_go_than_it_may()
    {
        var loop = Over("loop", Items(1, 2, 3), Typed("say", Scope("item")));
        var world = Begin([loop with { Loop = loop.Loop! with { Parallelism = 2 } }]);
        world.StartedPaths.ShouldBe(["loop[0]/say", "loop[1]/say"]);
        world.Give("loop[1]/say", Value.Of(1));
        world.StartedPaths.ShouldBe(["loop[0]/say", "loop[1]/say", "loop[2]/say"]);
    }

    [Fact]
    public void A_failing_iteration_lets_the_others_finish_and_then_fails_the_loop()
    {
        var world = Begin(
            [Over("loop", Items(1, 2), Typed("say", Scope("item"))), Typed("after", From("loop", "all"), ParameterType.List), Exit("exit", "loop")],
            [Collect("loop", "say")]);
        world.End("loop[0]/say", AttemptOutcome.Failed);
        world.State.Nodes["loop"].State.ShouldBe(NodeRunState.Running);
        world.Give("loop[1]/say", Value.Of(1));
        world.State.Nodes["loop"].State.ShouldBe(NodeRunState.Failed);
        world.State.Nodes["loop"].Reason.ShouldBe("1 of 2 iterations failed");
        world.State.Nodes["after"].State.ShouldBe(NodeRunState.UpstreamFailed);
        var status = (MapValue)world.State.Nodes["exit"].Parameters.Find("in")!;
        status.Find("state").ShouldBe(Value.Of("FAILED"));
        status.Find("pipelineTaskName").ShouldBe(Value.Of("loop"));
        world.Give("exit", Value.Of("done"));
        world.State.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void A_condition_that_does_not_hold_leaves_the_body_out_and_skips_what_needs_it()
    {
        var branch = Nested("branch", [Typed("say", Fixed(1))], []) with { Condition = "inputs.parameter_values['n'] > 3", Bindings = [new Binding { Input = "n", Value = new FixedTemplate(Value.Of(2)) }] };
        branch = branch with { Body = branch.Body with { Inputs = [new ComponentInput { Name = "n", ParameterType = ParameterType.Integer }] } };
        var world = Begin([branch, Typed("needs", Fixed(1)), Typed("other", Fixed(1))], edges: [After("branch", "needs")]);
        States(world).ShouldBe("branch=NotTriggered needs=Skipped other=Queued");
        world.Give("other", Value.Of(1));
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void A_condition_without_a_result_fails_its_node()
    {
        var world = Begin([Typed("say", Fixed("text")) with { Condition = "inputs.parameter_values['in'] < 3", OnError = OnError.StopNext }]);
        world.State.Nodes["say"].State.ShouldBe(NodeRunState.Failed);
        world.State.Nodes["say"].Reason!.ShouldContain("inputs.parameter_values['in'] < 3");
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("b", "B")]
    public void Of_several_sources_the_branch_that_ran_gives_the_output(string pick, string expected)
    {
        SubGraphNode Branch(string name, string on) => Nested(name, [Typed("say", Fixed(1))], []) with
        {
            Condition = $"inputs.parameter_values['pick'] == '{on}'",
            Bindings = [new Binding { Input = "pick", Value = new FixedTemplate(Value.Of(pick)) }],
            Body = new Graph
            {
                Nodes = [Typed("say", Fixed(1))],
                Inputs = [new ComponentInput { Name = "pick", ParameterType = ParameterType.String }],
                Outputs = [new GraphOutput { Name = "out", Sources = [new Socket("say", SocketKind.Result, "out")], ParameterType = ParameterType.String }],
            },
        };
        var branches = Nested("branches", [Branch("first", "a"), Branch("second", "b")], []);
        branches = branches with
        {
            Body = branches.Body with { Outputs = [new GraphOutput { Name = "chosen", Sources = [new Socket("first", SocketKind.Result, "out"), new Socket("second", SocketKind.Result, "out")] }] },
        };
        var world = Begin([branches, Typed("use", From("branches", "chosen"))]);
        world.Give(pick == "a" ? "branches/first/say" : "branches/second/say", Value.Of(expected));
        In(world, "use").ShouldBe(expected);
    }

    [Fact]
    public void A_body_sees_its_declared_inputs_alone()
    {
        var inner = Nested("inner", [Typed("say", Scope("p"))], []);
        inner = inner with { Body = inner.Body with { Inputs = [new ComponentInput { Name = "p", ParameterType = ParameterType.String, Default = Value.Of("inner default") }] } };
        var world = Begin([inner], inputs: [new ComponentInput { Name = "p", ParameterType = ParameterType.String }], arguments: new MapValue([new("p", Value.Of("outer"))]));
        In(world, "inner/say").ShouldBe("inner default");
    }

    [Fact]
    public void An_optional_input_without_value_is_null_in_a_body_and_absent_at_a_component()
    {
        var inner = Nested("inner", [Typed("say", Scope("p"), optional: true)], []);
        inner = inner with { Body = inner.Body with { Inputs = [new ComponentInput { Name = "p", ParameterType = ParameterType.String, Optional = true }] } };
        var world = Begin([inner]);
        world.State.Nodes["inner"].Parameters.Find("p").ShouldBe(Value.Null);
        world.State.Nodes["inner/say"].Parameters.Entries.ShouldBeEmpty();
        world.State.Nodes["inner/say"].State.ShouldBe(NodeRunState.Queued);
    }

    [Fact]
    public void A_selector_picks_a_part_of_an_item()
    {
        var items = new ListValue([new MapValue([new("a", Value.Of("x"))]), new MapValue([new("a", Value.Of("y"))])]);
        var pick = Typed("say", new Binding { Input = "in", Source = new Socket("", SocketKind.Parameter, "item"), Selector = "parseJson(string_value)[\"a\"]" });
        var world = Begin([Over("loop", items, pick, ParameterType.Map)]);
        In(world, "loop[0]/say").ShouldBe("x");
        In(world, "loop[1]/say").ShouldBe("y");
    }

    [Fact]
    public void A_placeholder_brings_its_value_and_nothing_in_the_value_is_a_placeholder()
    {
        var template = new ArgumentTemplate([new TextPart("<"), new PlaceholderPart(PlaceholderKind.InputValue, "p"), new TextPart(">")]);
        var world = Begin(
            [Typed("say", new Binding { Input = "in", Value = new TextTemplate(template) })],
            inputs: [new ComponentInput { Name = "p", ParameterType = ParameterType.String }],
            arguments: new MapValue([new("p", Value.Of("{{$.inputs.parameters['p']}}"))]));
        In(world, "say").ShouldBe("<{{$.inputs.parameters['p']}}>");
    }

    /// <summary>Compilers bind what a text needs under a name that no component declares; it wins over an input of the same name around.</summary>
    [Fact]
    public void A_placeholder_names_what_the_node_binds_beside_it_before_what_the_graph_was_given()
    {
        static PlaceholderPart Of(string name) => new(PlaceholderKind.InputValue, name);
        var text = new TextTemplate(new ArgumentTemplate([Of("made"), new TextPart(" "), Of("p"), new TextPart(" "), Of("in"), new TextPart(" "), Of("q")]));
        Binding[] beside =
        [
            new Binding { Input = "made", Source = new Socket("make", SocketKind.Result, "out") },
            new Binding { Input = "p", Value = new FixedTemplate(Value.Of("own")) },
            new Binding { Input = "in", Value = text },
        ];
        var world = Begin(
            [Typed("make", Fixed(1)), Typed("say", beside[2]) with { Bindings = [.. beside] }],
            inputs: [.. new[] { "p", "in", "q" }.Select(name => new ComponentInput { Name = name, ParameterType = ParameterType.String })],
            arguments: new MapValue([new("p", Value.Of("around")), new("in", Value.Of("outer")), new("q", Value.Of("far"))]));
        world.Give("make", Value.Of("new"));
        In(world, "say").ShouldBe("new own outer far");
    }

    [Theory]
    [InlineData(ParameterType.Integer, "2.0", "2")]
    [InlineData(ParameterType.Integer, "2.5", null)]
    [InlineData(ParameterType.Float, "2", "2.0")]
    [InlineData(ParameterType.String, "2", "2")]
    [InlineData(ParameterType.String, "[1, 2]", "[1,2]")]
    [InlineData(ParameterType.Flag, "1", null)]
    [InlineData(ParameterType.List, "\"[1]\"", null)]
    public void Values_take_the_declared_type_or_are_refused(ParameterType type, string given, string? expected)
    {
        var world = Begin([Typed("say", new Binding { Input = "in", Value = new FixedTemplate(ValueJson.Parse(given)) }, type)]);
        if (expected is null)
            world.State.Nodes["say"].State.ShouldBe(NodeRunState.Failed);
        else
            In(world, "say").ShouldBe(expected);
    }

    [Fact]
    public void A_loop_over_artifacts_gives_each_iteration_its_own()
    {
        var body = Typed("say", Fixed(1)) with
        {
            Bindings = [new Binding { Input = "in", Value = new FixedTemplate(Value.Of("1")) }, new Binding { Input = "art", Source = new Socket("", SocketKind.Input, "one") }],
            Step = Component("say", ParameterType.String, optional: false, artifact: true),
        };
        var loop = Over("second", Items(), body);
        loop = loop with
        {
            Bindings = [new Binding { Input = "many", Source = new Socket("first", SocketKind.Output, "files") }],
            Body = loop.Body with
            {
                Inputs = [new ComponentInput { Name = "many", ArtifactType = ArtifactType.Any, IsList = true }, new ComponentInput { Name = "one", ArtifactType = ArtifactType.Any }],
            },
            Loop = new LoopRule { ItemsInput = "many", ItemInput = "one", OverArtifacts = true },
        };
        var world = Begin([Over("first", Items(1, 2), Typed("make", Scope("item"))), loop], [Collect("first", "make")]);
        world.Give("first[0]/make", Value.Of("x"));
        world.Give("first[1]/make", Value.Of("y"));
        world.State.Nodes["second[1]/say"].InputArtifacts.Single().Items.Single().Name.ShouldBe("y");
    }

    [Fact]
    public void Resuming_a_failed_loop_runs_only_what_did_not_end_well()
    {
        var world = Begin([Over("loop", Items(1, 2), Typed("a", Scope("item")), Typed("b", From("a", "out")))], [Collect("loop", "b")]);
        world.Give("loop[0]/a", Value.Of("a0"));
        world.Give("loop[0]/b", Value.Of("b0"));
        world.Give("loop[1]/a", Value.Of("a1"));
        world.End("loop[1]/b", AttemptOutcome.Failed);
        world.State.State.ShouldBe(RunState.Failed);
        world.Resume();
        world.MissCache();
        world.Live.Select(start => start.Path).ShouldBe(["loop[1]/b"]);
        world.Give("loop[1]/b", Value.Of("b1"));
        world.State.State.ShouldBe(RunState.Succeeded);
        Out(world, "loop").ShouldBe("""["b0","b1"]""");
    }

    [Fact]
    public void Cancelling_in_the_middle_of_a_loop_starts_nothing_more()
    {
        var loop = Over("loop", Items(1, 2, 3), Typed("say", Scope("item")));
        var world = Begin([loop with { Loop = loop.Loop! with { Parallelism = 1 } }, Exit("exit", "loop")]);
        world.Cancel();
        world.Commands.OfType<EndAttempt>().Select(end => end.Path).ShouldBe(["loop[0]/say"]);
        world.End("loop[0]/say", AttemptOutcome.Cancelled);
        world.State.State.ShouldBe(RunState.Cancelled);
        world.StartedPaths.ShouldBe(["loop[0]/say"]);
        world.State.Nodes["exit"].State.ShouldBe(NodeRunState.Cancelled);
    }

    [Fact]
    public void A_component_of_a_project_without_inputs_heeds_its_actions()
    {
        var node = new ExecutionNode
        {
            Name = "say",
            Step = new Step { Name = "say", Component = new Component { Name = "say", Command = [ArgumentTemplate.Literal("work")] } },
            Actions = [Action(ActionMoment.NodeStarting, ActionEffect.RequireApproval)],
        };
        var world = Begin([node]);
        world.State.Nodes["say"].State.ShouldBe(NodeRunState.AwaitingApproval);
        world.Approve("say", approved: true);
        world.MissCache();
        world.StartedPaths.ShouldBe(["say"]);
    }

    [Fact]
    public void An_importer_records_and_reads_nothing()
    {
        var importer = new ImporterNode
        {
            Name = "import",
            Output = "artifact",
            ArtifactType = new ArtifactType("system.Dataset", "0.0.1"),
            Inputs = [new ComponentInput { Name = "key", ParameterType = ParameterType.String }],
            Bindings = [new Binding { Input = "key", Value = new FixedTemplate(Value.Of("k")) }],
            Uri = new FixedTemplate(Value.Of("gs://bucket/nothing")),
            Metadata = new MapTemplate([new MapTemplateEntry(new ArgumentTemplate([new PlaceholderPart(PlaceholderKind.InputValue, "key")]), new FixedTemplate(Value.Of(1)))]),
        };
        var world = Begin([importer]);
        world.State.State.ShouldBe(RunState.Succeeded);
        var artifact = world.State.Nodes["import"].OutputArtifacts.Single().Items.Single();
        artifact.Uri.ShouldBe("gs://bucket/nothing");
        artifact.Metadata.Find("k").ShouldBe(Value.Of(1));
        world.Commands.ShouldBeEmpty();
    }

    private static ListValue Items(params int[] items) => new([.. items.Select(item => Value.Of(item))]);

    private static Binding Fixed(object value) => new() { Input = "in", Value = new FixedTemplate(Value.Of(value.ToString()!)) };

    private static Binding Scope(string name) => new() { Input = "in", Source = new Socket("", SocketKind.Parameter, name) };

    private static Binding From(string node, string output) => new() { Input = "in", Source = new Socket(node, SocketKind.Result, output) };

    private static Step Component(string name, ParameterType type, bool optional, bool artifact = false) => new()
    {
        Name = name,
        Component = new Component
        {
            Name = name,
            Command = [ArgumentTemplate.Literal("work")],
            Inputs =
            [
                new ComponentInput { Name = "in", ParameterType = type, Optional = optional },
                .. artifact ? [new ComponentInput { Name = "art", ArtifactType = ArtifactType.Any }] : Array.Empty<ComponentInput>(),
            ],
            Outputs = [new ComponentOutput { Name = "out", ParameterType = ParameterType.String }, new ComponentOutput { Name = "file", ArtifactType = ArtifactType.Any }],
        },
    };

    private static ExecutionNode Typed(string name, Binding binding, ParameterType type = ParameterType.String, bool optional = false) => new()
    {
        Name = name,
        Step = Component(name, type, optional),
        Bindings = [binding],
        OnError = OnError.StopNext,
    };

    private static ExecutionNode Exit(string name, string of) => Typed(name, new Binding { Input = "in", Source = new Socket(of, SocketKind.FinalStatus, "") }, ParameterType.Map) with { StartRule = StartRule.AllEnded };

    private static SubGraphNode Over(string name, ListValue items, ExecutionNode body, ParameterType itemType) => Over(name, items, body) with
    {
        Body = new Graph { Nodes = [body], Inputs = [new ComponentInput { Name = "item", ParameterType = itemType }] },
    };

    private static SubGraphNode Over(string name, ListValue items, params Node[] body) => new()
    {
        Name = name,
        OnError = OnError.StopNext,
        Body = new Graph { Nodes = [.. body], Inputs = [new ComponentInput { Name = "item", ParameterType = ParameterType.String }] },
        Loop = new LoopRule { Items = new FixedTemplate(items), ItemInput = "item" },
    };

    /// <summary>The loop gives what one of its nodes gives: values as <c>all</c>, artifacts as <c>files</c>.</summary>
    private static (string Loop, GraphOutput[] Outputs) Collect(string loop, string node) =>
    (
        loop,
        [
            new GraphOutput { Name = "all", Sources = [new Socket(node, SocketKind.Result, "out")], ParameterType = ParameterType.List },
            new GraphOutput { Name = "files", Sources = [new Socket(node, SocketKind.Output, "file")], ArtifactType = ArtifactType.Any, IsList = true },
        ]
    );

    private static MachineWorld Begin(
        Node[] nodes, (string Loop, GraphOutput[] Outputs)[]? collected = null, Edge[]? edges = null, ComponentInput[]? inputs = null, MapValue? arguments = null)
    {
        var outputs = (collected ?? []).ToDictionary(pair => pair.Loop, pair => pair.Outputs, StringComparer.Ordinal);
        var whole = nodes.Select(node => node is SubGraphNode nested && outputs.TryGetValue(node.Name, out var given) ? nested with { Body = nested.Body with { Outputs = [.. given] } } : node);
        var plan = Plan([.. whole], [.. edges ?? []]);
        plan = plan with
        {
            Pipeline = plan.Pipeline with { Graph = plan.Pipeline.Graph with { Inputs = [.. inputs ?? []] } },
            Arguments = arguments ?? new MapValue([]),
        };
        var world = new MachineWorld(new RunGraph(plan));
        world.Start();
        world.MissCache();
        return world;
    }

    private static string In(MachineWorld world, string path) => world.State.Nodes[path].Parameters.Find("in")!.ToString();

    private static string Out(MachineWorld world, string path) => world.State.Nodes[path].Results.Find("all")!.ToString();

    private static string States(MachineWorld world) =>
        string.Join(' ', world.State.Nodes.Values.OrderBy(node => node.Path, StringComparer.Ordinal).Select(node => $"{node.Path}={node.State}"));
}
