using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>
/// Watches a run or a cycle until it is over. The first Ctrl-C asks for its end and goes on watching, so that nothing is left behind; the
/// second one leaves at once, and the work can be taken up later.
/// </summary>
/// <param name="host">Clock and interrupts.</param>
/// <param name="home">Where it runs.</param>
/// <param name="display">Where progress is shown.</param>
internal sealed class Follower(CliHost host, IHome home, IProgressDisplay display)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reading a large graph again and again must not slow down the engine that works on it.</summary>
    private const int PauseFactor = 8;

    /// <summary>Follows a run to its end.</summary>
    public Task<RunView> FollowAsync(RunId run, CancellationToken leave) => WatchAsync(
        home.RunToEndAsync(run, leave),
        async token => [await PictureAsync(null, run, token)],
        token => home.Runs.CancelAsync(run, "interrupted from the keyboard", token),
        leave);

    /// <summary>Follows a cycle to its end.</summary>
    public Task<CycleView> FollowAsync(CycleId cycle, CancellationToken leave)
    {
        var seen = 0;
        return WatchAsync(
            home.RunToEndAsync(cycle, leave),
            async token =>
            {
                var pictures = await TurnsAsync(cycle, seen, token);
                seen = pictures is [.., { Cycle.Turns.Length: > 0 and var turns }] ? turns - 1 : seen;
                return pictures;
            },
            token => home.Cycles.StopAsync(cycle, "interrupted from the keyboard", token),
            leave);
    }

    /// <summary>The turn that was looked at before comes once more, so that its end is seen although the next one has begun.</summary>
    private async Task<IReadOnlyList<Picture>> TurnsAsync(CycleId cycle, int from, CancellationToken cancellationToken)
    {
        var view = await home.Cycles.FindAsync(cycle, cancellationToken);
        if (view is null || view.Turns.Length <= from)
            return [new Picture(view, null, [])];
        List<Picture> pictures = [];
        foreach (var turn in view.Turns.Skip(from))
            pictures.Add(await PictureAsync(view, turn.Run, cancellationToken));
        return pictures;
    }

    private async Task<Picture> PictureAsync(CycleView? cycle, RunId run, CancellationToken cancellationToken) =>
        new(cycle, await home.Runs.FindAsync(run, cancellationToken), await home.Runs.NodesAsync(run, cancellationToken));

    private Task<T> WatchAsync<T>(
        Task<T> work, Func<CancellationToken, Task<IReadOnlyList<Picture>>> look, Func<CancellationToken, Task> end, CancellationToken leave) =>
        display.ShowAsync(async show =>
        {
            var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = host.Interrupted.Register(() => interrupted.TrySetResult());
            var asked = false;
            while (!work.IsCompleted)
            {
                var began = host.Clock.GetTimestamp();
                await UnlessAwayAsync(ShowAsync);
                if (!asked && host.Interrupted.IsCancellationRequested)
                    asked = await UnlessAwayAsync(() => end(leave));
                var pause = Task.Delay(Pause(began), host.Clock, leave);
                _ = host.Interrupted.IsCancellationRequested ? await Task.WhenAny(work, pause) : await Task.WhenAny(work, pause, interrupted.Task);
            }
            var result = await work;
            await UnlessAwayAsync(ShowAsync);
            return result;

            async Task ShowAsync()
            {
                foreach (var picture in await look(leave))
                    show(picture);
            }
        });

    /// <summary>While the store is away there is nothing to see, and the work goes on when it is back; gives whether it was there.</summary>
    private static async Task<bool> UnlessAwayAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception exception) when (exception is IOutageException)
        {
            return false;
        }
    }

    private TimeSpan Pause(long began)
    {
        var wanted = host.Clock.GetElapsedTime(began) * PauseFactor;
        return wanted > ShortestPause ? wanted : ShortestPause;
    }
}
