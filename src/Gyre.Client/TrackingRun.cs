using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Client.Ending;
using Gyre.Client.Logging;
using Gyre.Core;

namespace Gyre.Client;

/// <summary>A run that is under way. Logging is safe from several threads; values of one key arrive in the order of the calls.</summary>
/// <remarks>
/// <c>using</c> ends it: as finished, or as failed while an exception unwinds through the <c>using</c>, in asynchronous methods too. There is no
/// <c>await using</c>, because no exception can be seen from it. Where that must be certain, use <see cref="DoAsync(Func{TrackingRun, Task})"/>.
/// </remarks>
public sealed partial class TrackingRun : IDisposable
{
    private readonly RunServices _services;
    private readonly RunLog _log;
    private readonly Exception? _exceptionAtStart;

    internal TrackingRun(RunServices services, TrackingRunRecord record, ExperimentChoice experiment, string? parentRunId, Exception? exceptionAtStart)
    {
        _services = services;
        Record = record;
        Experiment = experiment;
        ParentRunId = parentRunId;
        _exceptionAtStart = exceptionAtStart;
        _log = services.Pump.Open(record.RunId);
    }

    /// <summary>
    /// 32 lower-case hexadecimal digits; <c>offline-</c> and 32 digits for a run that was started without the server, which gets its own id there when the spool arrives.
    /// </summary>
    public string RunId => Record.RunId;

    /// <summary>Whether it was started without the server, so that only this program knows it yet.</summary>
    public bool IsOffline => Spooling.SpoolingWriter.IsProvisional(RunId);

    /// <summary>The experiment it belongs to; may be empty for a run that was started without the server.</summary>
    public string ExperimentId => Record.ExperimentId;

    /// <summary>Its name, given or made by the server.</summary>
    public string Name => Record.Name;

    /// <summary>The run it is nested in; null for none.</summary>
    public string? ParentRunId { get; }

    /// <summary>Where its artifacts lie.</summary>
    public string ArtifactUri => Record.ArtifactUri;

    /// <summary>How it ended; null while it is under way.</summary>
    public TrackingStatus? EndedAs { get; private set; }

    internal TrackingRunRecord Record { get; }

    /// <summary>As it was chosen, also before the server has said its id.</summary>
    internal ExperimentChoice Experiment { get; }

    /// <summary>Logs a parameter. A parameter is written once: another value for the same key is an error.</summary>
    /// <param name="key">At most 250 letters, digits, <c>_ - . : /</c> and spaces.</param>
    /// <param name="value">Its text under the invariant culture; floats get the shortest digits that read back the same.</param>
    /// <exception cref="ArgumentException">The key is refused.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public void LogParam(string key, object? value)
    {
        Add(LogKind.Param, key, Text(value));
        SettleIfImmediate();
    }

    /// <summary>Logs several parameters.</summary>
    /// <inheritdoc cref="LogParam"/>
    public void LogParams(IEnumerable<KeyValuePair<string, object?>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var (key, value) in parameters)
            Add(LogKind.Param, key, Text(value));
        SettleIfImmediate();
    }

    /// <summary>Logs a value of a metric.</summary>
    /// <param name="key">At most 250 letters, digits, <c>_ - . : /</c> and spaces.</param>
    /// <param name="value">Any double.</param>
    /// <param name="step">The training step; may be negative.</param>
    /// <param name="timestamp">When it was measured, from 1970 on; now when null.</param>
    /// <exception cref="ArgumentException">The key or the time is refused.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public void LogMetric(string key, double value, long step = 0, DateTimeOffset? timestamp = null)
    {
        AddMetric(key, value, step, TimeMs(timestamp));
        SettleIfImmediate();
    }

    /// <summary>Logs one value each of several metrics, all with the same step and time.</summary>
    /// <inheritdoc cref="LogMetric"/>
    public void LogMetrics(IEnumerable<KeyValuePair<string, double>> metrics, long step = 0, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var time = TimeMs(timestamp);
        foreach (var (key, value) in metrics)
            AddMetric(key, value, step, time);
        SettleIfImmediate();
    }

    /// <summary>Logs points that carry their own step and time.</summary>
    /// <inheritdoc cref="LogMetric"/>
    public void LogMetrics(IEnumerable<MetricPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        foreach (var point in points)
            AddMetric(point.Key, point.Value, point.Step, TimeMs(point.Timestamp));
        SettleIfImmediate();
    }

    /// <summary>Sets a tag; the last value counts.</summary>
    /// <inheritdoc cref="LogParam"/>
    public void SetTag(string key, object? value)
    {
        Add(LogKind.Tag, key, Text(value));
        SettleIfImmediate();
    }

    /// <summary>Sets several tags.</summary>
    /// <inheritdoc cref="LogParam"/>
    public void SetTags(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (var (key, value) in tags)
            Add(LogKind.Tag, key, Text(value));
        SettleIfImmediate();
    }

    /// <summary>Waits until everything that was logged before has arrived (or lies in the spool).</summary>
    /// <exception cref="TrackingException">Something was not taken since the last time; what, is in <see cref="TrackingException.Failures"/>.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await _log.SettleAsync().WaitAsync(cancellationToken);
        if (_log.TakeFailures() is { Count: > 0 } failures)
            throw TrackingException.Of(failures);
    }

    /// <summary>Flushes and ends the run. A second end does nothing.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may then stay open on the server.</param>
    /// <exception cref="TrackingException">Something that was logged, or the end itself, was not taken.</exception>
    public async Task EndAsync(TrackingStatus status = TrackingStatus.Finished, CancellationToken cancellationToken = default)
    {
        if (!_log.Close())
            return;
        EndedAs = status;
        try
        {
            await _log.SettleAsync().WaitAsync(cancellationToken);
            await _services.Writer.UpdateRunAsync(RunId, new RunUpdate(status, _services.Options.Clock.GetUtcNow().ToUnixTimeMilliseconds()), _services.Ids.Next().ToString("N"), cancellationToken);
        }
        finally
        {
            _services.Ended(this);
            _services.Pump.Forget(_log);
        }
        if (_log.TakeFailures() is { Count: > 0 } failures)
            throw TrackingException.Of(failures);
    }

    /// <summary>Ends the run as failed and notes the exception's type and message in the tag <c>gyre.error</c>. Does nothing on a run that has ended.</summary>
    /// <param name="exception">Why it failed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task FailAsync(Exception exception, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (EndedAs is not null)
            return Task.CompletedTask;
        Add(LogKind.Tag, "gyre.error", $"{exception.GetType().FullName}: {exception.Message}");
        return EndAsync(exception is OperationCanceledException ? TrackingStatus.Killed : TrackingStatus.Failed, cancellationToken);
    }

    /// <summary>Does the work and ends the run: as finished, as failed when the work throws, as killed when it is cancelled. The exception goes on.</summary>
    public async Task DoAsync(Func<TrackingRun, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            await work(this);
        }
        catch (Exception error)
        {
            await FailQuietlyAsync(error);
            throw;
        }
        await EndAsync();
    }

    /// <inheritdoc cref="DoAsync(Func{TrackingRun, Task})"/>
    /// <returns>What the work gives.</returns>
    public async Task<T> DoAsync<T>(Func<TrackingRun, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        T result = default!;
        await DoAsync(KeepResultAsync);
        return result;

        async Task KeepResultAsync(TrackingRun run) => result = await work(run);
    }

    /// <summary>Ends the run and waits, as <see cref="EndAsync"/>.</summary>
    public void End(TrackingStatus status = TrackingStatus.Finished) => Blocking.Run(() => EndAsync(status));

    /// <summary>Ends the run as failed and waits, as <see cref="FailAsync"/>.</summary>
    public void Fail(Exception exception) => Blocking.Run(() => FailAsync(exception));

    /// <summary>Ends the run: as failed while an exception unwinds through the <c>using</c>, else as finished. Blocks until all has arrived.</summary>
    /// <exception cref="TrackingException">Something was not taken. Not thrown over another exception.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (EndedAs is not null)
            return;
        if (ExceptionInFlight.Through(new StackFrame(1, needFileInfo: false).GetMethod(), _exceptionAtStart) is { } error)
            Blocking.Run(() => FailQuietlyAsync(error));
        else
            End();
    }

    /// <summary>Fails the run under an exception that is more important than what goes wrong here; that is told by the tracker's event.</summary>
    internal async Task FailQuietlyAsync(Exception error)
    {
        try
        {
            await FailAsync(error);
        }
        catch (Exception second) when (second is TrackingException or InvalidOperationException)
        {
            // The values that did not arrive were reported when they were refused.
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        double number => NumberText.Of(number),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private long TimeMs(DateTimeOffset? timestamp)
    {
        var time = (timestamp ?? _services.Options.Clock.GetUtcNow()).ToUnixTimeMilliseconds();
        return time >= 0 ? time : throw new ArgumentOutOfRangeException(
            nameof(timestamp), timestamp, "A metric's timestamp must not be before 1970.");
    }

    private void Add(LogKind kind, string key, string value)
    {
        KeyRules.Check(kind == LogKind.Param ? "param" : "tag", key);
        _log.Add(kind == LogKind.Param ? LogItem.Param(key, value) : LogItem.Tag(key, value));
    }

    private void AddMetric(string key, double value, long step, long timestampMs)
    {
        KeyRules.Check("metric", key);
        _log.Add(LogItem.Metric(key, value, step, timestampMs));
    }

    private void SettleIfImmediate()
    {
        if (_services.Options.Mode == LogMode.Immediate)
            Blocking.Run(() => FlushAsync());
    }
}
