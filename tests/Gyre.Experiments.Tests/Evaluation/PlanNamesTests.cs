using System.Text;
using Gyre.Experiments.Evaluation;
using Gyre.Projects;

namespace Gyre.Experiments.Tests.Evaluation;

public sealed class PlanNamesTests
{
    [Fact]
    public void Every_metric_and_artifact_has_a_name_in_plans()
    {
        var text = $"""
            name: x
            description: x
            datasets: {"{names: [], location: data}"}
            splits: {"{from_dir: s}"}
            max_workers: 1
            trials: []
            metrics:
            {Blocks("metrics", TrialMetrics.Components)}
            artifacts:
            {Blocks("artifacts", TrialArtifacts.Components)}
            """;
        var reading = ExperimentPlans.Read([("plan.yaml", Encoding.UTF8.GetBytes(text))], new PlanLanguage());
        reading.Diagnostics.ShouldBeEmpty();
        var experiment = reading.Plan!.Experiments.ShouldHaveSingleItem();
        experiment.Metrics.Select(metric => metric.Component).ShouldBe(TrialMetrics.Components);
        experiment.Artifacts.Select(artifact => artifact.Component).ShouldBe(TrialArtifacts.Components);
    }

    private static string Blocks(string package, IEnumerable<string> components) =>
        string.Join('\n', components.Select(component => $"  - class: gyre.{package}.{Pascal(component)}"));

    private static string Pascal(string component) => string.Concat(component.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
