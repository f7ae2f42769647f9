using Gyre.Projects;

namespace Gyre.Experiments.Tests;

/// <summary>An experiment becomes one graph, whose tracking runs have the names and params of OctopusCL.</summary>
public sealed class GraphTests
{
    private static ExperimentGraph Build(int experiences = 2, int partitions = 1) => ExperimentGraphs.Build(new PreparedExperiment
    {
        Experiment = Plans.Read(Plans.Two),
        Datasets = [new PreparedDataset("points", "points", "file:///data/points/", experiences, partitions) { Digest = "abc" }],
        PlanDigest = "123",
    });

    [Fact]
    public void A_division_chains_of_experiences_and_summaries_are_the_nodes() =>
        Build().Nodes.Select(static node => (node.Node, node.Word, node.Trial, node.Experience)).ShouldBe(
        [
            ("split_points", "split", null, null),
            ("learn_plain_one_points_e0", "learn", "plain one", 0),
            ("learn_plain_one_points_e1", "learn", "plain one", 1),
            ("plain_one_points", "summary", "plain one", null),
            ("trial_plain_one", "trial", "plain one", null),
            ("learn_replay_points_e0", "learn", "replay", 0),
            ("learn_replay_points_e1", "learn", "replay", 1),
            ("replay_points", "summary", "replay", null),
            ("trial_replay", "trial", "replay", null),
        ]);

    [Fact]
    public void An_experience_gets_the_state_of_the_one_before_and_of_no_other()
    {
        var edges = Build().Pipeline.Graph.Edges.Where(static edge => edge.Target.Key == "state").ToList();
        edges.Select(static edge => (edge.Source.Node, edge.Target.Node)).ShouldBe(
            [("learn_plain_one_points_e0", "learn_plain_one_points_e1"), ("learn_replay_points_e0", "learn_replay_points_e1")]);
    }

    [Fact]
    public void Each_partition_has_a_chain_of_its_own()
    {
        var nodes = Build(experiences: 2, partitions: 3).Nodes.Where(static node => node is { Word: "learn", Trial: "replay" }).ToList();
        nodes.Count.ShouldBe(6);
        nodes[0].Node.ShouldBe("learn_replay_points_e0_p1");
        nodes[^1].Node.ShouldBe("learn_replay_points_e1_p3");
    }

    [Fact]
    public void Equal_trials_do_equal_work_which_the_cache_knows_whatever_their_names_are()
    {
        var yaml = Plans.Two.Replace("name: replay\n", "name: another\n", StringComparison.Ordinal);
        var other = ExperimentGraphs.Build(new PreparedExperiment
        {
            Experiment = Plans.Read(yaml),
            Datasets = [new PreparedDataset("points", "points", "file:///data/points/", 2, 1)],
            PlanDigest = "124",
        });
        SetupOf(other, "learn_another_points_e1").ShouldBe(SetupOf(Build(), "learn_replay_points_e1"));
    }

    [Fact]
    public void Tracking_runs_have_the_names_parents_and_params_of_the_format()
    {
        var records = Build().Pipeline.Records.ShouldNotBeNull();
        records.Experiment.ShouldBe("two trials");
        records.Params.ShouldContain(new KeyValuePair<string, string>("plan_digest", "123"));
        var trial = records.Find("trial_plain_one").ShouldNotBeNull();
        (trial.Name, trial.Parent).ShouldBe(("plain_one", null));
        trial.Tags.ShouldContain(new KeyValuePair<string, string>("octopuscl.trial.name", "plain one"));
        var dataset = records.Find("plain_one_points").ShouldNotBeNull();
        (dataset.Name, dataset.Parent).ShouldBe(("plain_one_points", "trial_plain_one"));
        dataset.Params.Select(static pair => $"{pair.Key}={pair.Value}").ShouldBe(
        [
            "dataset=points", "dataset_digest=abc", "dl_class=octopuscl.data.loaders.PyTorchDataLoader", "dl_batch_size=10",
            "spl_from_dir=stream", "mdl_class=gyre.models.SoftmaxRegression", "mdl_lr=1e-1", "mdl_epochs=60", "mdl_scale=4",
            "host=local", "device=cpu",
        ]);
        var experience = records.Find("learn_plain_one_points_e1").ShouldNotBeNull();
        (experience.Name, experience.Parent).ShouldBe(("plain_one_points_e1", "plain_one_points"));
        ExperimentGraphs.Build(new PreparedExperiment
        {
            Experiment = Plans.Read(Plans.Two),
            Datasets = [new PreparedDataset("points", "points", "file:///data/points/", 1, 1)],
            PlanDigest = "",
        }).Pipeline.Records!.Find("learn_replay_points")!.Name.ShouldBe("replay_points", "one experience has no number");
    }

    [Fact]
    public void What_a_graph_is_about_is_read_back_from_the_pipeline_of_a_run()
    {
        var graph = Build(experiences: 2, partitions: 2);
        var read = ExperimentRecords.Find(graph.Pipeline).ShouldNotBeNull();
        read.Nodes.Where(static node => node.Word != ExperimentSteps.Split)
            .ShouldBe(graph.Nodes.Where(static node => node.Word != ExperimentSteps.Split));
        ExperimentRecords.Find(graph.Pipeline with { Records = null }).ShouldBeNull();
    }

    private static string SetupOf(ExperimentGraph graph, string node) =>
        graph.Pipeline.Graph.Nodes.OfType<ExecutionNode>().Single(one => one.Name == node).Step.Parameters.ShouldHaveSingleItem()
            .Default!.ToString();
}
