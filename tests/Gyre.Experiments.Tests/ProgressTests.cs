using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Experiments.Tests;

/// <summary>How trials stand, told from the node runs of a run.</summary>
public sealed class ProgressTests
{
    private static readonly ExperimentGraph Graph = ExperimentGraphs.Build(new PreparedExperiment
    {
        Experiment = Plans.Read(Plans.Two),
        Datasets = [new PreparedDataset("points", "points", "file:///data/points/", 2, 2)],
        PlanDigest = "123",
    });

    private static readonly RunView Run = new()
    {
        Id = new RunId(GuidIds.FromNames("run")),
        Project = "plans",
        Pipeline = "two trials",
        Title = "two trials",
        State = RunState.Running,
        Parameters = new MapValue([]),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static NodeRunView Node(
        string path, NodeRunState state, double? accuracy = null, bool cached = false, string? reason = null) => new()
        {
            Path = path,
            Kind = "execution",
            State = state,
            Attempts = 1,
            Cache = cached ? CacheOutcome.Hit : CacheOutcome.Miss,
            Reason = reason,
            Metadata = accuracy is { } value ? new MapValue([new("y_tst_accuracy_score", Value.Of(value)), new("step", Value.Of(3))])
                : new([]),
        };

    private static TrialProgress TrialOf(string trial, params NodeRunView[] nodes) => TrialOf(Run, trial, nodes);

    private static TrialProgress TrialOf(RunView run, string trial, params NodeRunView[] nodes) =>
        ExperimentQueries.Of(Graph, run, nodes).Trials.Single(one => one.Trial == trial);

    [Fact]
    public void Before_anything_began_all_trials_wait()
    {
        var progress = ExperimentQueries.Of(Graph, Run, []);
        progress.Trials.Select(static trial => (trial.Trial, trial.Dataset, trial.State, trial.Done, trial.Experiences.Length))
            .ShouldBe([("plain one", "points", ProgressState.Waiting, 0, 4), ("replay", "points", ProgressState.Waiting, 0, 4)]);
        progress.Metrics.ShouldBeEmpty();
        progress.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void While_it_runs_the_last_finished_experience_of_each_partition_counts()
    {
        var trial = TrialOf(
            "replay",
            Node("learn_replay_points_e0_p1", NodeRunState.Succeeded, 0.2), Node("learn_replay_points_e1_p1", NodeRunState.Succeeded, 0.6),
            Node("learn_replay_points_e0_p2", NodeRunState.Succeeded, 0.8), Node("learn_replay_points_e1_p2", NodeRunState.Running, 0.1));
        (trial.State, trial.Done, trial.IsCached).ShouldBe((ProgressState.Running, 3, false));
        var figure = trial.Main["tst_accuracy_score"];
        (figure.Mean, figure.Count).ShouldBe((0.7, 2));
        figure.Deviation!.Value.ShouldBe(Math.Sqrt(0.02), 1e-12);
        trial.Experiences.Single(static one => one is { Experience: 1, Partition: 1 }).Metrics.ShouldBe(
            ImmutableSortedDictionary<string, double>.Empty.Add("y_tst_accuracy_score", 0.1));
    }

    [Fact]
    public void Between_two_experiences_a_trial_is_running() => TrialOf(
        "replay", Node("learn_replay_points_e0_p1", NodeRunState.Succeeded), Node("learn_replay_points_e1_p1", NodeRunState.Queued))
        .State.ShouldBe(ProgressState.Running);

    [Fact]
    public void A_failed_experience_fails_its_trial_with_its_reason()
    {
        var trial = TrialOf(
            "replay", Node("learn_replay_points_e0_p1", NodeRunState.Failed, reason: "no memory"),
            Node("replay_points", NodeRunState.UpstreamFailed));
        (trial.State, trial.Reason).ShouldBe((ProgressState.Failed, "no memory"));
        TrialOf("plain one", Node("split_points", NodeRunState.Failed, reason: "too few")).Reason
            .ShouldBe("The dataset could not be divided: too few");
    }

    [Fact]
    public void What_a_cancelled_run_left_is_stopped() => TrialOf(
        Run with { State = RunState.Cancelled, Reason = "interrupted" }, "replay", Node("replay_points", NodeRunState.Cancelled))
        .ShouldSatisfyAllConditions(
            static trial => trial.State.ShouldBe(ProgressState.Stopped),
            static trial => trial.Reason.ShouldBe("interrupted"));

    [Fact]
    public void A_trial_is_cached_when_all_of_it_is()
    {
        NodeRunView[] learned = [.. Graph.Nodes.Where(static node => node is { Word: "learn", Trial: "replay" })
            .Select(static node => Node(node.Node, NodeRunState.Succeeded, 0.5, cached: true))];
        TrialOf("replay", [.. learned, Node("replay_points", NodeRunState.Succeeded, cached: true)]).IsCached.ShouldBeTrue();
        TrialOf("replay", [.. learned, Node("replay_points", NodeRunState.Succeeded)]).IsCached.ShouldBeFalse();
    }

    [Fact]
    public void The_best_is_marked_among_trials_that_are_equally_far()
    {
        NodeRunView[] nodes =
        [
            Node("learn_plain_one_points_e0_p1", NodeRunState.Succeeded, 0.9),
            Node("learn_replay_points_e0_p1", NodeRunState.Succeeded, 0.8),
        ];
        Best(nodes).ShouldBe(["plain one"]);
        Best([.. nodes, Node("learn_replay_points_e0_p2", NodeRunState.Succeeded, 0.8)]).ShouldBeEmpty();
        Best(nodes[..1]).ShouldBeEmpty("there is nothing to compare it with");

        static IEnumerable<string> Best(params NodeRunView[] nodes) => ExperimentQueries.Of(Graph, Run, nodes).Trials
            .Where(static trial => trial.Best.Contains("tst_accuracy_score")).Select(static trial => trial.Trial);
    }
}
