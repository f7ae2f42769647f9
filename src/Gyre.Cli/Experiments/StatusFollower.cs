using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Shows how the experiments of a plan stand until none is at work, or the user has seen enough.</summary>
/// <param name="host">Clock, terminal and interrupts.</param>
/// <param name="status">Reads how they stand.</param>
internal sealed class StatusFollower(CliHost host, PlanStatus status)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>For people; gives how they stood at last.</summary>
    public Task<IReadOnlyList<ExperimentProgress>> ShowAsync(
        IReadOnlyList<ExperimentProgress> first, CancellationToken cancellationToken) =>
        ITrialDisplay.For(host, host.ErrorIsTerminal && host.Variable("TERM") is not "dumb")
            .ShowAsync(show => FollowAsync(first, show, cancellationToken));

    /// <summary>For programs: a document for each change, but not the last one, which the caller prints.</summary>
    public Task<IReadOnlyList<ExperimentProgress>> PrintAsync(
        IReadOnlyList<ExperimentProgress> first, CancellationToken cancellationToken)
    {
        string? printed = null;
        return FollowAsync(
            first,
            experiments =>
            {
                var document = ValueJson.Write(ExperimentShapes.Of(experiments));
                if (document != printed && ExperimentStatusCommand.IsAtWork(experiments))
                    host.Out.WriteLine(document);
                printed = document;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<ExperimentProgress>> FollowAsync(
        IReadOnlyList<ExperimentProgress> first, Action<IReadOnlyList<ExperimentProgress>> show, CancellationToken cancellationToken)
    {
        var seen = first;
        show(seen);
        while (ExperimentStatusCommand.IsAtWork(seen) && !host.Interrupted.IsCancellationRequested)
        {
            await PauseAsync(cancellationToken);
            seen = await status.ReadAsync(cancellationToken);
            show(seen);
        }
        return seen;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(host.Interrupted, cancellationToken);
        await Task.Delay(Pause, host.Clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
