using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Steps;

namespace Gyre.Experiments;

/// <summary>The steps that plans consist of: what <c>gyre experiment step</c> does.</summary>
public static class ExperimentSteps
{
    /// <summary>Divides a dataset.</summary>
    public const string Split = "split";

    /// <summary>Tries a candidate of a search.</summary>
    public const string Try = "try";

    /// <summary>Chooses among candidates of a search.</summary>
    public const string Choose = "choose";

    /// <summary>Learns an experience.</summary>
    public const string Learn = "learn";

    /// <summary>Sums up a trial on a dataset.</summary>
    public const string Summary = "summary";

    /// <summary>Sums up a trial.</summary>
    public const string Trial = "trial";

    /// <summary>The words of all steps.</summary>
    public static IReadOnlyList<string> Words { get; } = [Split, Try, Choose, Learn, Summary, Trial];

    /// <summary>Does the work of a step.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="folders">Where its files are.</param>
    /// <param name="output">Standard output: metadata as JSON lines, and lines for people.</param>
    /// <param name="clock">Gives durations.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">The plan and the data do not fit, or a component failed.</exception>
    public static Task RunAsync(
        string word, StepFolders folders, TextWriter output, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(output);
        var setup = (folders.Parameters.Find(Setups.Parameter) as TextValue)?.Text
            ?? throw new InvalidInputException("experiment.setup", $"The step has no parameter '{Setups.Parameter}'.");
        var log = new StepLog(output);
        return word switch
        {
            Split => new SplitStep(folders, Setups.ReadSplit(setup), log).RunAsync(cancellationToken),
            Try => new TryStep(folders, Setups.ReadTry(setup), log).RunAsync(cancellationToken),
            Choose => new ChooseStep(folders, Setups.ReadChoose(setup), log).RunAsync(cancellationToken),
            Learn => new LearnStep(folders, Setups.ReadLearn(setup), log, clock).RunAsync(cancellationToken),
            Summary => new SummaryStep(folders, Setups.ReadSummary(setup), log).RunAsync(cancellationToken),
            Trial => new TrialStep(folders, log).RunAsync(cancellationToken),
            _ => throw new InvalidInputException(
                "experiment.step", $"'{word}' is not a step of a plan.", $"Use one of: {string.Join(", ", Words)}."),
        };
    }
}
