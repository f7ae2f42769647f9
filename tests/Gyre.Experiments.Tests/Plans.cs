using System.Text;
using Gyre.Projects;

namespace Gyre.Experiments.Tests;

/// <summary>Plans of tests.</summary>
internal static class Plans
{
    /// <summary>The one experiment of a plan file.</summary>
    public static PlannedExperiment Read(string yaml)
    {
        var reading = ExperimentPlans.Read([("plan.yaml", Encoding.UTF8.GetBytes(yaml))], new PlanLanguage());
        return reading.Plan.ShouldNotBeNull(string.Join('\n', reading.Diagnostics)).Experiments.ShouldHaveSingleItem();
    }

    /// <summary>Two trials on a stream of two experiences.</summary>
    public const string Two = """
        name: two trials
        description: For tests.
        datasets: {names: [points]}
        splits: {from_dir: stream}
        max_workers: 2
        trials:
          - name: plain one
            description: Nothing special.
            pipeline: {model: {class: gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader, parameters: {batch_size: 10}}}
            host: local
          - name: replay
            description: With a memory.
            pipeline: {model: {class: gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
            delegation: {library: avalanche, parameters: {strategy: {class: avalanche.training.Replay, parameters: {mem_size: 6}}}}
            host: local
        """;
}
