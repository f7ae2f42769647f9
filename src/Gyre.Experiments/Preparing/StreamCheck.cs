using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Preparing;

/// <summary>Whether trials can learn a stream in the way that the plan asks for.</summary>
internal static class StreamCheck
{
    /// <summary>What is wrong with a trial whose examples are seen once.</summary>
    public static IEnumerable<Diagnostic> OfOnline(PlannedTrial trial, string path)
    {
        if (trial.Model.Component is not ("softmax-regression" or "mlp" or "nearest-mean" or "streaming-lda" or "linear"))
        {
            yield return new Diagnostic(
                Severity.Error, "plan.online", $"Trial '{trial.Name}' cannot learn an online stream: '{trial.Model.Class}' learns all "
                    + "examples of an experience at once.")
            {
                Path = $"{path}/pipeline/model",
                Remedy = "Use gyre.models.SoftmaxRegression, Mlp, NearestClassMean, StreamingLda or LinearRegression, or remove 'online'.",
            };
        }
        foreach (var (block, names, place) in Blocks(trial))
        {
            var parameters = new Parameters(block.Class, block.Parameters);
            foreach (var name in names.Where(name => parameters.Find(name) is not null && parameters.Number(1, name) is not 1))
                yield return new Diagnostic(
                    Severity.Error, "plan.online", $"In an online stream each example is seen once, but '{name}' is "
                        + $"{parameters.Find(name)}.")
                {
                    Path = $"{path}/{place}/parameters/{name}",
                    Remedy = $"Remove '{name}', or 'online'.",
                };
        }
    }

    private static IEnumerable<(ClassBlock Block, string[] Names, string Place)> Blocks(PlannedTrial trial)
    {
        yield return (trial.Model, ["epochs", "num_epochs", "train_epochs"], "pipeline/model");
        if (trial.Delegation?.Strategy is { } strategy)
            yield return (strategy, ["train_epochs"], "delegation/parameters/strategy");
    }
}
