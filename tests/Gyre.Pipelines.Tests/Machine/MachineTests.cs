using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using static Gyre.Pipelines.Tests.Machine.MachineGraphs;

namespace Gyre.Pipelines.Tests.Machine;

public sealed class MachineTests
{
    [Fact]
    public void A_chain_runs_one_node_after_the_other()
    {
        var world = Begin(Work("a"), Work("b"), After("a", "b"));
        world.MissCache();
        world.StartedPaths.ShouldBe(["a"]);
        world.End("a", AttemptOutcome.Succeeded);
        world.StartedPaths.ShouldBe(["a", "b"]);
        world.End("b", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void A_failure_stops_everything_and_what_follows_never_starts()
    {
        var world = Begin(Work("a"), Work("b"), Work("c"), After("a", "c"));
        world.End("a", AttemptOutcome.Failed);
        world.Commands.OfType<EndAttempt>().Select(end => end.Path).ShouldBe(["b"]);
        world.State.State.ShouldBe(RunState.Running);
        world.End("b", AttemptOutcome.Cancelled);
        world.State.State.ShouldBe(RunState.Failed);
        States(world).ShouldBe("a=Failed b=Cancelled c=UpstreamFailed");
        world.State.Reason.ShouldBe("a failed: it broke");
    }

    [Fact]
    public void What_ended_a_command_is_told_of_its_attempt_and_not_of_the_next()
    {
        var world = Begin(Work("a", OnError.Retry, tries: 3));
        world.End("a", AttemptOutcome.Failed, exitCode: 7);
        world.Wake();
        world.End("a", AttemptOutcome.Failed, signal: 9);
        world.Wake();
        world.State.Nodes["a"].ExitCode.ShouldBeNull();
        world.State.Nodes["a"].Signal.ShouldBeNull();
        world.End("a", AttemptOutcome.Failed);
        world.Facts.Where(fact => fact.Type == NodeEvents.Retry || fact.Type == NodeEvents.Ended)
            .Select(fact => $"{fact.Type.Name} {fact.Data.Find("exit_code")}/{fact.Data.Find("signal")}")
            .ShouldBe(["node.retry 7/", "node.retry /9", "node.ended /"]);
    }

    [Fact]
    public void Stop_next_lets_other_branches_finish_and_the_run_fails_in_the_end()
    {
        var world = Begin(Work("a", OnError.StopNext), Work("b"), Work("c"), Work("d"), After("a", "c"), After("b", "d"));
        world.End("a", AttemptOutcome.Failed);
        world.End("b", AttemptOutcome.Succeeded);
        world.End("d", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Failed);
        States(world).ShouldBe("a=Failed b=Succeeded c=UpstreamFailed d=Succeeded");
    }

    [Fact]
    public void Continue_goes_on_as_if_it_had_succeeded()
    {
        var world = Begin(Work("a", OnError.Continue), Work("b"), After("a", "b"));
        world.End("a", AttemptOutcome.Failed);
        world.End("b", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
        States(world).ShouldBe("a=Failed b=Succeeded");
    }

    [Theory]
    [InlineData(ApprovalExpiry.Refuse, RunState.Stopped)]
    [InlineData(ApprovalExpiry.Approve, RunState.Succeeded)]
    public void A_question_that_nobody_answers_in_time_answers_itself(ApprovalExpiry expiry, RunState end)
    {
        var world = Begin(new ApprovalNode { Name = "ask", Approval = new ApprovalRule { Expires = TimeSpan.FromDays(3), OnExpiry = expiry } }, Work("a"), After("ask", "a"));
        world.State.Nodes["ask"].ExpiresAt.ShouldBe(world.Timers.ShouldHaveSingleItem().When);
        PipelineMachine.Reminders(world.State).ShouldBe([world.Timers[0]], "a restart waits on");
        world.Wake();
        if (end == RunState.Succeeded)
            world.End("a", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(end);
        world.Facts.Single(fact => fact.Type == NodeEvents.Approval).Data.Find("by").ShouldBe(Value.Of("expiry"));
    }

    [Fact]
    public void A_question_that_was_answered_no_longer_expires()
    {
        var world = Begin(new ApprovalNode { Name = "ask", Approval = new ApprovalRule { Expires = TimeSpan.FromDays(3) } }, Work("a"), After("ask", "a"));
        world.Approve("ask", approved: true);
        world.Wake();
        world.End("a", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Retry_tries_again_later_each_time_longer_and_then_fails()
    {
        var world = Begin(Work("a", OnError.Retry, tries: 3));
        world.End("a", AttemptOutcome.Failed);
        var first = world.Timers.ShouldHaveSingleItem().When;
        world.Wake();
        world.End("a", AttemptOutcome.TimedOut);
        var second = world.Timers.ShouldHaveSingleItem().When;
        (second - first).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.9));
        world.Wake();
        world.End("a", AttemptOutcome.Failed);
        world.State.State.ShouldBe(RunState.Failed);
        world.State.Nodes["a"].Attempts.ShouldBe(3);
    }

    [Fact]
    public void A_lost_attempt_is_started_again_without_counting_until_too_many_are_lost()
    {
        var world = Begin(Work("a"));
        for (var i = 0; i < 3; i++)
            world.End("a", AttemptOutcome.Lost);
        world.State.Nodes["a"].ShouldSatisfyAllConditions(
            node => node.Attempts.ShouldBe(1),
            node => node.LostAttempts.ShouldBe(3));
        world.End("a", AttemptOutcome.Lost);
        world.State.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void A_cancelled_run_ends_when_its_last_attempt_has()
    {
        var world = Begin(Work("a"), Work("b"), After("a", "b"));
        world.MissCache();
        world.Cancel();
        world.Commands.OfType<EndAttempt>().Single().Path.ShouldBe("a");
        world.State.State.ShouldBe(RunState.Cancelling);
        world.End("a", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Cancelled);
        States(world).ShouldBe("a=Succeeded b=Cancelled");
    }

    [Fact]
    public void A_run_that_backs_off_is_cancelled_at_once()
    {
        var world = Begin(Work("a", OnError.Retry, tries: 3));
        world.End("a", AttemptOutcome.Failed);
        world.Cancel();
        world.State.State.ShouldBe(RunState.Cancelled);
        world.Wake();
        world.StartedPaths.Count().ShouldBe(1);
    }

    [Fact]
    public void Resuming_keeps_what_ended_well_and_tries_the_rest_under_new_ids()
    {
        var world = Begin(Work("a"), Work("b"), Work("c"), After("a", "b"), After("b", "c"));
        world.End("a", AttemptOutcome.Succeeded);
        world.End("b", AttemptOutcome.Failed);
        world.State.State.ShouldBe(RunState.Failed);
        world.Resume();
        world.End("b", AttemptOutcome.Succeeded);
        world.End("c", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
        world.StartedPaths.ShouldBe(["a", "b", "b", "c"]);
        world.Commands.OfType<StartAttempt>().Select(start => start.Attempt).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void A_task_runs_each_trial_and_hands_on_a_list()
    {
        var world = Begin(Sweeping("t", 3), Work("b"), new Edge(new Socket("t", SocketKind.Metadata, "v"), new Socket("b", SocketKind.Dependency, "*")));
        world.MissCache();
        world.StartedPaths.ShouldBe(["t[0]", "t[1]", "t[2]"]);
        foreach (var path in (string[])["t[2]", "t[0]", "t[1]"])
            world.End(path, AttemptOutcome.Succeeded);
        world.State.Nodes["t"].State.ShouldBe(NodeRunState.Succeeded);
        world.State.Nodes["t[2]"].Parameters.Find("x").ShouldBe(Value.Of(2));
    }

    [Theory]
    [InlineData(OnChildError.ContinueAndComplete, "t=Succeeded t[0]=Failed t[1]=Succeeded", RunState.Succeeded)]
    [InlineData(OnChildError.ContinueAndError, "t=Failed t[0]=Failed t[1]=Succeeded", RunState.Failed)]
    [InlineData(OnChildError.StopAllAndError, "t=Failed t[0]=Failed t[1]=Cancelled", RunState.Failed)]
    public void A_failed_trial_does_to_its_task_what_the_sweep_says(OnChildError rule, string states, RunState state)
    {
        var world = Begin(Sweeping("t", 2, change: sweep => sweep with { OnChildError = rule }));
        world.End("t[0]", AttemptOutcome.Failed);
        world.End("t[1]", rule == OnChildError.StopAllAndError ? AttemptOutcome.Cancelled : AttemptOutcome.Succeeded);
        States(world).ShouldBe(states);
        world.State.State.ShouldBe(state);
    }

    [Fact]
    public void A_task_lets_no_more_trials_go_at_once_than_it_says()
    {
        var world = Begin(Sweeping("t", 4, change: sweep => sweep with { MaximumQueuedExecutions = 2 }));
        world.MissCache();
        world.StartedPaths.ShouldBe(["t[0]", "t[1]"]);
        world.End("t[1]", AttemptOutcome.Succeeded);
        world.StartedPaths.ShouldBe(["t[0]", "t[1]", "t[2]"]);
    }

    [Fact]
    public void The_first_trial_that_meets_the_stop_condition_ends_the_others_well()
    {
        var world = Begin(Sweeping("t", 3, change: sweep => sweep with { StopCondition = "metadata.v > 4", MaximumQueuedExecutions = 2 }));
        world.End("t[0]", AttemptOutcome.Succeeded, Metadata(5));
        world.End("t[1]", AttemptOutcome.Cancelled);
        world.State.State.ShouldBe(RunState.Succeeded);
        States(world).ShouldBe("t=Succeeded t[0]=Succeeded t[1]=Cancelled t[2]=Cancelled");
    }

    [Fact]
    public void A_condition_of_a_node_ends_the_run_as_stopped_which_is_no_failure()
    {
        var world = Begin(Work("a", actions: Action(ActionMoment.NodeComplete, ActionEffect.StopPipeline, "metadata.v > 2")), Work("b"), After("a", "b"));
        world.End("a", AttemptOutcome.Succeeded, Metadata(3));
        world.State.State.ShouldBe(RunState.Stopped);
        States(world).ShouldBe("a=Succeeded b=Skipped");
    }

    [Fact]
    public void A_condition_without_result_is_not_met_and_is_told()
    {
        var world = Begin(Work("a", actions: Action(ActionMoment.NodeComplete, ActionEffect.StopPipeline, "metadata.w > 2")));
        world.End("a", AttemptOutcome.Succeeded, Metadata(3));
        world.State.State.ShouldBe(RunState.Succeeded);
        world.Facts.ShouldContain(fact => fact.Type == NodeEvents.ConditionWithoutResult);
    }

    [Fact]
    public void Approval_is_waited_for_without_any_command()
    {
        var world = Begin(new ApprovalNode { Name = "ask", Question = "deploy?" }, Work("b"), After("ask", "b"));
        world.Commands.ShouldBeEmpty();
        world.State.Nodes["ask"].State.ShouldBe(NodeRunState.AwaitingApproval);
        world.Approve("ask", true);
        world.End("b", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void A_refusal_stops_the_run()
    {
        var world = Begin(Work("a", actions: Action(ActionMoment.NodeStarting, ActionEffect.RequireApproval)), Work("b"), After("a", "b"));
        world.Approve("a", false);
        world.State.State.ShouldBe(RunState.Stopped);
        world.State.Reason.ShouldBe("a was refused by ann");
        Approvals.WasRefused(world.State.Nodes["a"]).ShouldBeTrue();
    }

    [Fact]
    public void An_exit_handler_runs_however_its_sources_ended()
    {
        var world = Begin(Work("a", OnError.StopNext), Work("clean") with { StartRule = StartRule.AllEnded }, After("a", "clean"));
        world.End("a", AttemptOutcome.Failed);
        world.End("clean", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Failed);
        States(world).ShouldBe("a=Failed clean=Succeeded");
    }

    [Fact]
    public void A_deployment_node_is_recorded_and_what_follows_goes_on()
    {
        var world = Begin(new DeploymentNode { Name = "d", Deployment = "x" }, Work("b"), After("d", "b"));
        world.End("b", AttemptOutcome.Succeeded);
        world.State.State.ShouldBe(RunState.Succeeded);
        States(world).ShouldBe("b=Succeeded d=Skipped");
    }

    [Fact]
    public void A_metadata_edge_without_a_value_keeps_the_default()
    {
        var world = Begin(Work("a"), Work("b"), new Edge(new Socket("a", SocketKind.Metadata, "v"), new Socket("b", SocketKind.Parameter, "x")));
        world.End("a", AttemptOutcome.Succeeded);
        world.State.Nodes["b"].Parameters.Find("x").ShouldBe(Value.Of(1));
    }

    [Fact]
    public void An_edge_brings_the_last_value_with_its_type()
    {
        var world = Begin(Work("a"), Work("b"), new Edge(new Socket("a", SocketKind.Metadata, "v"), new Socket("b", SocketKind.Parameter, "x")));
        world.End("a", AttemptOutcome.Succeeded, Metadata(9));
        world.State.Nodes["b"].Parameters.Find("x").ShouldBe(Value.Of(9));
        world.State.Nodes["b"].Commands.ShouldBe(["work --x=9"]);
    }

    private static MachineWorld Begin(params object[] parts)
    {
        var world = new MachineWorld(new RunGraph(Plan([.. parts.OfType<Node>()], [.. parts.OfType<Edge>()])));
        world.Start();
        return world;
    }

    private static string States(MachineWorld world) =>
        string.Join(' ', world.State.Nodes.Values.OrderBy(node => node.Path, StringComparer.Ordinal).Select(node => $"{node.Path}={node.State}"));

    private static MapValue Metadata(long v) => new([new("v", Value.Of(v))]);
}
