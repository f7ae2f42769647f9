using Gyre.Cli.Runs;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Shows how experiments stand while some work is under way.</summary>
internal interface ITrialDisplay
{
    /// <summary>Runs the work; it hands over each new picture.</summary>
    Task<T> ShowAsync<T>(Func<Action<IReadOnlyList<ExperimentProgress>>, Task<T>> work);

    /// <summary>A table on a terminal, lines elsewhere.</summary>
    /// <param name="host">Where it is shown.</param>
    /// <param name="isLive">Whether a person looks at a terminal.</param>
    static ITrialDisplay For(CliHost host, bool isLive) => isLive ? new TrialScreen(host) : new TrialLines(host);
}

/// <summary>Shows the pictures of a run that is followed as trials.</summary>
/// <param name="graph">What its nodes are about.</param>
/// <param name="display">Where trials are shown.</param>
internal sealed class TrialPictures(ExperimentGraph graph, ITrialDisplay display) : IProgressDisplay
{
    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<Action<Picture>, Task<T>> work) => display.ShowAsync(show => work(picture =>
    {
        if (picture.Run is { } run)
            show([ExperimentQueries.Of(graph, run, picture.Nodes)]);
    }));
}
