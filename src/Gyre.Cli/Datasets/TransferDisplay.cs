using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Datasets;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary>Says how far a push or a pull is: one line in place on a terminal, else a line now and then.</summary>
/// <param name="host">Where it is said.</param>
/// <param name="verb">What is done: <c>Sent</c>.</param>
internal sealed class TransferDisplay(CliHost host, string verb)
{
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Shows progress while something is transferred.</summary>
    public Task<T> ShowAsync<T>(Func<IProgress<TransferProgress>, Task<T>> work)
    {
        if (!host.ErrorIsTerminal)
            return work(new Paced(host.Clock, BetweenLines, progress => host.Say(LineOf(progress))));
        return Screen.For(host.Error, host).Live(new Text("")).AutoClear(true)
            .StartAsync(context => work(new Paced(
                host.Clock, BetweenDrawings, progress => context.UpdateTarget(new Text(LineOf(progress))))));
    }

    private string LineOf(TransferProgress progress)
    {
        var share = progress.AllBytes == 0 ? 100 : 100 * progress.Bytes / progress.AllBytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verb} {progress.Files:#,0} of {progress.AllFiles:#,0} files, {Shown.Size(progress.Bytes)} of "
                + $"{Shown.Size(progress.AllBytes)} ({share} %)");
    }

    private sealed class Paced(TimeProvider clock, TimeSpan span, Action<TransferProgress> draw) : IProgress<TransferProgress>
    {
        private long _last = clock.GetTimestamp();

        public void Report(TransferProgress value)
        {
            if (clock.GetElapsedTime(_last) < span)
                return;
            _last = clock.GetTimestamp();
            draw(value);
        }
    }
}
