using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using static Gyre.Pipelines.Tests.Machine.MachineGraphs;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>The one way to wait for something outside.</summary>
public sealed class WaitTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Edge Stars = new(new Socket("ask", SocketKind.Metadata, "v"), new Socket("b", SocketKind.Parameter, "x"));

    [Fact]
    public void An_answer_ends_the_node_and_its_values_flow_on()
    {
        var world = Begin(Review("ask", new KeyValuePair<string, Value>("subject", Value.Of("a cat"))), Work("b"), Stars);
        world.Commands.ShouldBeEmpty();
        world.State.Nodes["ask"].ShouldSatisfyAllConditions(
            node => node.State.ShouldBe(NodeRunState.AwaitingAnswer),
            node => node.WaitKey.ShouldBe("ask"),
            node => node.Wait!.Question.Find("subject").ShouldBe(Value.Of("a cat")));
        world.Facts.Single(fact => fact.Type.Name == "node.waiting").Data.Find("kind").ShouldBe(Value.Of("review"));
        world.Answer("ask", 4);
        world.State.Nodes["ask"].Results.Find("stars").ShouldBe(Value.Of(4));
        world.State.Nodes["b"].Parameters.Find("x").ShouldBe(Value.Of(4));
        world.Facts.Single(fact => fact.Type.Name == "node.answered").Data.Find("by").ShouldBe(Value.Of("ann"));
        world.End("b", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Theory]
    [InlineData("ask", 6, "ask=Failed b=UpstreamFailed")]
    [InlineData("ask", 0, "ask=Failed b=UpstreamFailed")]
    [InlineData("ask", 7, "ask=Skipped b=Skipped")]
    [InlineData("other", 4, "ask=AwaitingAnswer b=Waiting")]
    public void An_answer_ends_what_waits_under_its_key_alone(string key, long stars, string states)
    {
        var world = Begin(Review("ask") with { OnError = OnError.StopNext }, Work("b"), After("ask", "b"));
        world.Answer(key, stars);
        States(world).ShouldBe(states);
        (world.State.Nodes["ask"].Reason ?? "").ShouldNotContain("secret");
    }

    [Fact]
    public void A_second_answer_and_one_after_the_end_change_nothing()
    {
        var world = Begin(Review("ask"), Work("b"), Stars);
        world.Answer("ask", 4);
        var once = world.State;
        world.Answer("ask", 0);
        world.State.Nodes.ShouldBeSameAs(once.Nodes);
        world.End("b", AttemptOutcome.Succeeded);
        world.Answer("ask", 0);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void An_answer_that_does_not_fit_leaves_it_waiting()
    {
        var world = Begin(Review("ask"), new ApprovalNode { Name = "person" });
        world.Answer("ask", Approvals.Write(approved: true, null));
        world.Answer("person", 5);
        States(world).ShouldBe("ask=AwaitingAnswer person=AwaitingApproval");
        world.Facts.ShouldNotContain(fact => fact.Type.Name == "node.answered" || fact.Type.Name == "node.approval");
    }

    [Fact]
    public void A_kind_may_choose_the_key_but_not_one_that_is_taken()
    {
        KeyValuePair<string, Value> key = new("key", Value.Of("k"));
        var world = Begin(Review("a", key), Review("b", key) with { OnError = OnError.Continue });
        States(world).ShouldBe("a=AwaitingAnswer b=Failed");
        world.State.Nodes["b"].Reason.ShouldBe("node 'a' is already waiting for an answer with the key 'k'");
        world.Answer("a", 3);
        world.State.Nodes["a"].State.ShouldBe(NodeRunState.AwaitingAnswer);
        world.Answer("k", 3);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Nobody_answers_in_time()
    {
        var world = Begin(Review("ask", new KeyValuePair<string, Value>("within", Value.Of(3600L))), Work("b"), After("ask", "b"));
        world.State.Nodes["ask"].ExpiresAt.ShouldBe(world.Timers.ShouldHaveSingleItem().When);
        PipelineMachine.Reminders(world.State).ShouldBe([world.Timers[0]], "a restart waits on");
        world.Pass(Hour / 2, "ask");
        world.State.Nodes["ask"].State.ShouldBe(NodeRunState.AwaitingAnswer);
        world.Wake();
        world.State.State.ShouldBe(RunState.Failed);
        world.State.Nodes["ask"].Reason.ShouldBe("no answer arrived in time");
    }

    [Fact]
    public void Reminders_come_as_often_as_the_kind_says_and_no_more()
    {
        var world = Begin(Review("ask", new KeyValuePair<string, Value>("remind-every", Value.Of(3600L))));
        world.Restart();
        world.Wake();
        world.Restart();
        PipelineMachine.Reminders(world.State).ShouldBe([world.Timers.ShouldHaveSingleItem()]);
        world.Wake();
        world.Timers.ShouldBeEmpty();
        world.Facts.Where(fact => fact.Type.Name == "node.reminder").Select(fact =>
            fact.Data.Find("number")).ShouldBe([Value.Of(1), Value.Of(2)]);
        world.Pass(Hour * 100, "ask");
        world.Facts.Count(fact => fact.Type.Name == "node.reminder").ShouldBe(2);
        world.Answer("ask", 1);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void After_a_long_silence_one_reminder_comes()
    {
        var world = Begin(Review("ask", new KeyValuePair<string, Value>("remind-every", Value.Of(60L))));
        world.Pass(Hour * 50, "ask");
        world.Facts.Count(fact => fact.Type.Name == "node.reminder").ShouldBe(1);
        world.State.Nodes["ask"].Wait!.RemindAt!.Value.ShouldBe(Begin0 + (Hour * 50) + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_person_may_have_to_agree_before_it_waits()
    {
        var world = Begin(Review("ask") with
        {
            Actions = [Action(ActionMoment.NodeStarting, ActionEffect.RequireApproval)],
            Approval = new ApprovalRule { Expires = Hour }
        });
        States(world).ShouldBe("ask=AwaitingApproval");
        world.Answer("ask", 3);
        world.Approve("ask", approved: true);
        States(world).ShouldBe("ask=AwaitingAnswer");
        world.Wake();
        States(world).ShouldBe("ask=AwaitingAnswer", "the time of the question to the person is over, and that is answered");
        world.Answer("ask", 3);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void What_waits_ends_with_its_run_and_waits_again_when_it_is_resumed()
    {
        var world = Begin(Review("ask"));
        world.Cancel();
        (world.State.State, world.State.Nodes["ask"].State).ShouldBe((RunState.Cancelled, NodeRunState.Cancelled));
        world.Answer("ask", 3);
        world.State.State.ShouldBe(RunState.Cancelled);
        world.Resume();
        world.Cancel("ask");
        world.State.State.ShouldBe(RunState.Failed);
        world.Resume();
        world.Answer("ask", 3);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void A_kind_may_answer_at_once()
    {
        var world = Begin(Work("a"), Review("ask"),
            new Edge(new Socket("a", SocketKind.Metadata, "v"), new Socket("ask", SocketKind.Parameter, "known")), Work("b"), Stars);
        world.End("a", AttemptOutcome.Succeeded, new MapValue([new("v", Value.Of(9))]));
        world.State.Nodes["ask"].ShouldSatisfyAllConditions(
            node => node.State.ShouldBe(NodeRunState.Succeeded),
            node => node.Wait.ShouldBeNull());
        world.State.Nodes["b"].Parameters.Find("x").ShouldBe(Value.Of(9));
    }

    [Fact]
    public void A_kind_that_breaks_fails_its_node()
    {
        var world = Begin(Review("ask", new KeyValuePair<string, Value>("breaks", Value.Of(true))));
        world.State.Nodes["ask"].Reason.ShouldBe("the node kind 'review' failed: InvalidOperationException");
        world.State.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void A_deployment_waits_where_a_target_is_connected()
    {
        var file = new Edge(new Socket("a", SocketKind.Output, "*"), new Socket("d", SocketKind.File, "e.model"));
        var plan = Plan([Work("a"), new DeploymentNode { Name = "d", Deployment = "x", Aliases = ["live"] }], [file]);
        var world = new MachineWorld(new RunGraph(plan, new NodeBehaviors([new ReviewKind("deployment")])));
        world.Start();
        world.End("a", AttemptOutcome.Succeeded);
        States(world).ShouldBe("a=Succeeded d=AwaitingAnswer");
        world.State.Nodes["d"].Inputs.ShouldHaveSingleItem().Name.ShouldBe("e.model");
        world.Answer("d", 5);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void A_kind_without_its_module_fails_its_node_and_says_so()
    {
        var world = new MachineWorld(new RunGraph(Plan([Review("ask")], [])));
        world.Start();
        world.State.Nodes["ask"].Reason.ShouldBe("nodes of this kind cannot be run yet (review)");
    }

    [Fact]
    public void A_node_run_of_a_program_that_knew_approvals_alone_is_answered_by_its_path()
    {
        var graph = new RunGraph(Plan([new ApprovalNode { Name = "ask" }], []));
        var asked = PipelineMachine.Decide(graph, new RunMachineState(), new RunBegan(MachineGraphs.Begin)).State;
        var old = asked with { Nodes = asked.Nodes.SetItem("ask", asked.Nodes["ask"] with { Wait = null }) };
        PipelineMachine.Decide(graph, old,
            new Answered(MachineGraphs.Begin, "ask", Approvals.Write(approved: true, null),
            "ann")).State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Kinds_of_one_word_and_kinds_that_the_engine_ends_itself_are_refused()
    {
        Should.Throw<ArgumentException>(() => new NodeBehaviors([new ReviewKind(), new ReviewKind()])).Message.ShouldContain("'review'");
        foreach (var word in (string[])["execution", "task", "approval", "importer", "sub-graph", "reused"])
            Should.Throw<ArgumentException>(() => new NodeBehaviors([new ReviewKind(word)])).Message.ShouldContain($"'{word}'");
    }

    private static DateTimeOffset Begin0 => MachineGraphs.Begin;

    private static MachineWorld Begin(params object[] parts)
    {
        var world = new MachineWorld(new RunGraph(Plan([.. parts.OfType<Node>()], [.. parts.OfType<Edge>()]), Behaviors));
        world.Start();
        return world;
    }

    private static string States(MachineWorld world) =>
        string.Join(' ', world.State.Nodes.Values.OrderBy(node => node.Path, StringComparer.Ordinal).Select(node =>
            $"{node.Path}={node.State}"));
}
