using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gyre.Client.Ending;

namespace Gyre.Client;

/// <summary>How a tracker comes to its end.</summary>
public sealed partial class MlflowTracker
{
    /// <summary>Ends runs that are open (as failed while an exception unwinds through the <c>using</c>, else as finished) and sends what waits. Blocks until then.</summary>
    /// <exception cref="TrackingException">Something was not taken. Not thrown over another exception.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_disposed)
            return;
        var error = ExceptionInFlight.Through(new StackFrame(1, needFileInfo: false).GetMethod(), null);
        try
        {
            Blocking.Run(() => EndAllAsync(error));
        }
        catch (TrackingException) when (error is not null)
        {
            // What unwinds is the more important one.
        }
        finally
        {
            Close();
        }
    }

    void IEndsAtExit.EndAll(Exception? error)
    {
        var failed = error ?? (Environment.ExitCode == 0 ? null : new InvalidOperationException($"The process exits with code {Environment.ExitCode}."));
        try
        {
            Blocking.Run(() => EndAllAsync(failed).WaitAsync(_options.ExitTimeout, TimeProvider.System));
        }
        catch (Exception late) when (late is TrackingException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            // There is nobody left to tell; SendFailed was raised for what the server refused.
        }
    }

    private async Task EndAllAsync(Exception? error)
    {
        TrackingRun[] open;
        lock (_lock)
            open = [.. Enumerable.Reverse(_open)];
        List<TrackingFailure> failures = [];
        foreach (var run in open)
        {
            try
            {
                await (error is null ? run.EndAsync() : run.FailAsync(error));
            }
            catch (TrackingException late)
            {
                failures.AddRange(late.Failures.Count > 0 ? late.Failures : [new TrackingFailure(run.RunId, 1, "the end of the run", late)]);
            }
        }
        failures.AddRange(await _pump.FlushAsync(CancellationToken.None));
        if (failures.Count > 0)
            throw TrackingException.Of(failures);
    }

    private void Close()
    {
        _disposed = true;
        ExitHook.Remove(this);
        Blocking.Run(async () =>
        {
            await _stop.CancelAsync();
            await _firstUpload;
            await _pump.DisposeAsync();
        });
        _spool?.Dispose();
        _ownHttp?.Dispose();
        _stop.Dispose();
    }

    private async Task UploadQuietlyAsync()
    {
        try
        {
            await _spool!.UploadAsync(_stop.Token);
        }
        catch (Exception error) when (error is TrackingException or OperationCanceledException or IOException)
        {
            // It stays where it is; the next write or the next program tries again.
        }
    }
}
