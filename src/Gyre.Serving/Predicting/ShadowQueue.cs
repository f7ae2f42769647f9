using System.Threading.Channels;
using Gyre.Core.Loops;
using Gyre.Serving.Models;

namespace Gyre.Serving.Predicting;

/// <summary>
/// Lets shadows see requests after they were answered, one at a time. Requests that come faster than they can follow pass them by: nobody
/// may wait for a shadow.
/// </summary>
internal sealed class ShadowQueue : IAsyncDisposable
{
    private const int MostWaiting = 64;

    private readonly Channel<Shown> _waiting = Channel.CreateBounded<Shown>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Lazy<IAsyncDisposable> _loop;

    public ShadowQueue(LoopSupervisor loops) =>
        _loop = new Lazy<IAsyncDisposable>(() => loops.Start(new BackgroundLoop("shadows", RunAsync)));

    /// <summary>Shows a request to a shadow, if it has room.</summary>
    /// <param name="shadow">The shadow; held from here on.</param>
    /// <param name="request">The request.</param>
    /// <param name="answer">What it was answered.</param>
    /// <param name="counter">Counts it.</param>
    public void Show(ModelHandle shadow, PredictionRequest request, PredictionAnswer answer, VersionCounter counter)
    {
        _ = _loop.Value;
        if (shadow.TryHold() && !_waiting.Writer.TryWrite(new Shown(shadow, request, answer, counter)))
            _ = shadow.ReleaseAsync().AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        if (_loop.IsValueCreated)
            await _loop.Value.DisposeAsync();
        while (_waiting.Reader.TryRead(out var shown))
            await shown.Shadow.ReleaseAsync();
    }

    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            scope.Beat();
            var shown = await _waiting.Reader.ReadAsync(cancellationToken);
            try
            {
                shown.Counter.Shadowed(await DiffersAsync(shown, cancellationToken));
            }
            finally
            {
                await shown.Shadow.ReleaseAsync();
            }
        }
    }

    /// <summary>A shadow that fails differs; its failure is nobody else's.</summary>
    private static async Task<bool> DiffersAsync(Shown shown, CancellationToken cancellationToken)
    {
        try
        {
            var said = await shown.Shadow.Model.PredictAsync(shown.Request, cancellationToken);
            return AnswerRows.Of(said, shown.Request.Instances is not null, shown.Answer.Version) != shown.Answer;
        }
        catch (Exception exception) when (exception is ModelFailedException or Core.InvalidInputException)
        {
            return true;
        }
    }

    private sealed record Shown(ModelHandle Shadow, PredictionRequest Request, PredictionAnswer Answer, VersionCounter Counter);
}
