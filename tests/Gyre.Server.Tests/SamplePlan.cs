using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

/// <summary>Runs of an experiment with two trials on a stream of two experiences, in two partitions.</summary>
internal static class SamplePlan
{
    public const string Name = "two <b>trials</b>";

    private const string Yaml = $$$"""
        name: {{{Name}}}
        description: For tests.
        datasets: {names: [points]}
        splits: {from_dir: stream}
        max_workers: 2
        trials:
          - name: naive
            description: Nothing special.
            pipeline: {model: {class: gyre.models.SoftmaxRegression}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
            host: local
          - name: replay
            description: With a memory.
            pipeline: {model: {class: gyre.models.SoftmaxRegression}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
            delegation:
              library: avalanche
              parameters:
                strategy: {class: avalanche.training.Replay, parameters: {mem_size: 6}}
            host: local
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A run of which the trial 'naive' is done and 'replay' has learned one experience in one partition.</summary>
    public static async Task<RunId> AddHalfAsync(ServerHome home)
    {
        var run = Add(home, RunState.Running);
        await AddLearnedAsync(home, run, "naive", 0.5);
        AddNode(home, run, "learn_replay_points_e0_p1", NodeRunState.Succeeded, 0.9);
        AddNode(home, run, "learn_replay_points_e1_p1", NodeRunState.Running, 0.7);
        return run;
    }

    /// <summary>A run of which the trial 'naive' failed and 'replay' is done.</summary>
    public static async Task<RunId> AddFailedAsync(ServerHome home)
    {
        var run = Add(home, RunState.Failed);
        AddNode(home, run, "learn_naive_points_e0_p1", NodeRunState.Failed, null, "The model needs <numbers>.");
        await AddLearnedAsync(home, run, "replay", 0.8);
        return run;
    }

    /// <summary>A run of which both are done.</summary>
    public static async Task<RunId> AddDoneAsync(ServerHome home)
    {
        var run = Add(home, RunState.Succeeded);
        await AddLearnedAsync(home, run, "naive", 0.5);
        await AddLearnedAsync(home, run, "replay", 0.8);
        return run;
    }

    public static RunId Add(ServerHome home, RunState state)
    {
        var plan = ExperimentPlans.Read([("plan.yaml", Encoding.UTF8.GetBytes(Yaml))], new PlanLanguage()).Plan.ShouldNotBeNull();
        var graph = ExperimentGraphs.Build(new PreparedExperiment
        {
            Experiment = plan.Experiments[0],
            Datasets = [new PreparedDataset("points", "points", "file:///data/points/", 2, 2) { Digest = "abc" }],
            PlanDigest = "123",
        });
        var run = home.Engine.Add(state, Name, project: "plans");
        home.Engine.Runs[run.Id] = run with { Pipeline = Name };
        home.Engine.Pipelines[run.Id] = graph.Pipeline;
        return run.Id;
    }

    private static void AddNode(ServerHome home, RunId run, string path, NodeRunState state, double? accuracy, string? reason = null) =>
        home.Engine.Nodes[(run, path)] = home.Engine.AddNode(run, path, state) with
        {
            Reason = reason,
            StartedAt = DateTimeOffset.UnixEpoch,
            Metadata = accuracy is { } number ? new MapValue([new("label_tst_accuracy_score", Value.Of(number))]) : new MapValue([]),
        };

    private static async Task AddLearnedAsync(ServerHome home, RunId run, string trial, double accuracy)
    {
        for (var part = 0; part < 4; part++)
            AddNode(home, run, $"learn_{trial}_points_e{part / 2}_p{(part % 2) + 1}", NodeRunState.Succeeded, accuracy);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Summary(accuracy)));
        var blob = await home.Blobs.PutAsync(content, Cancel);
        AddNode(home, run, $"{trial}_points", NodeRunState.Succeeded, accuracy);
        home.Engine.Nodes[(run, $"{trial}_points")] = home.Engine.Nodes[(run, $"{trial}_points")] with
        {
            Outputs = [new OutputFile { Path = "summary/summary.json", Digest = blob.Digest, SizeInBytes = blob.SizeInBytes }],
        };
    }

    private static string Summary(double accuracy)
    {
        string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
        string Part(int experience, int partition) => $$"""
            {"dataset": "points", "output": "label", "experience": {{experience}}, "partition": {{partition}}, "sizes": [8, 4, 0],
             "metrics": {"label_tst_accuracy_score": {{Number(accuracy + (0.1 * partition))}}, "label_tst_log_loss": "NaN"}, "row": {},
             "curves": [{"name": "loss", "steps": [0, 1, 2], "values": [3, {{Number(2 - accuracy)}}, 1]}]}
            """;
        var matrix = $"[[1, 0], [{Number(accuracy)}, 1]]";
        return $$$"""
            {"dataset": "points", "output": "label", "experiences": 2, "partitions": 2,
             "figures": {"acc_accuracy_score_label": {"mean": {{{Number(accuracy)}}}, "deviation": 0.1, "count": 2}},
             "matrices": {"accuracy_score": [{{{matrix}}}, {{{matrix}}}]},
             "results": [{{{Part(0, 0)}}}, {{{Part(1, 0)}}}, {{{Part(0, 1)}}}, {{{Part(1, 1)}}}]}
            """;
    }
}
