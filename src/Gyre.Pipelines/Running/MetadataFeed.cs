using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>The attempt whose metadata is recorded.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Run">Its run.</param>
/// <param name="Path">Its node run.</param>
/// <param name="Executor">Where it runs.</param>
internal sealed record MetadataSource(AttemptId Attempt, RunId Run, string Path, IExecutor Executor);

/// <summary>
/// Records the metadata of one attempt. Each batch is stored together with the position behind it, so every point counts once even if engines are killed.
/// </summary>
internal sealed class MetadataFeed(MetadataSource source, IDatabase database, RunRecorder recorder)
{
    private const int PointsPerBatch = 5_000;

    private readonly Lock _order = new();
    private Task _last = Task.CompletedTask;
    private MetadataPoints _points = new();
    private MetadataPlace _place;
    private bool _isOpen;
    private bool _isTaken;
    private MetadataRest? _rest;

    /// <summary>Records available points, up to some batches. Does nothing while an earlier call is still recording.</summary>
    /// <param name="batches">The most batches; each is a transaction.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RecordAsync(int batches, CancellationToken cancellationToken) =>
        _last.IsCompleted ? AfterLastAsync(() => RecordNowAsync(batches, cancellationToken)) : Task.CompletedTask;

    /// <summary>The attempt has ended: records all but the last points, which are kept together with the end.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => AfterLastAsync(() => CompleteNowAsync(cancellationToken));

    /// <summary>Keeps the last points, in the transaction that ends the node run. Once more does nothing.</summary>
    public void Close(IDbSession session)
    {
        if (_rest is { Change: { } change } rest)
            TryKeep(session, rest.Row, rest.From, change, rest.Texts);
        if (_isOpen)
            AttemptMetadataTable.Close(session, source.Attempt);
    }

    private Task AfterLastAsync(Func<Task> turn)
    {
        lock (_order)
            return _last = RunAsync(_last, turn);
    }

    private static async Task RunAsync(Task before, Func<Task> turn)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await turn();
    }

    private async Task RecordNowAsync(int batches, CancellationToken cancellationToken)
    {
        for (var left = batches; left > 0 && _rest is null; left--)
        {
            if (await NextAsync(cancellationToken) is not { Points.Count: > 0 } batch || !await KeepAsync(batch, cancellationToken) || !batch.IsMore)
                return;
        }
    }

    private async Task CompleteNowAsync(CancellationToken cancellationToken)
    {
        while (_rest is null)
        {
            var batch = await NextAsync(cancellationToken);
            if (batch is null or { IsMore: false })
                _rest = RestOf(batch ?? MetadataBatch.Empty(_place));
            else if (!await KeepAsync(batch, cancellationToken))
                return;
        }
    }

    private string TrackingRun => NodeRecorder.IdOf(source.Run, source.Path);

    /// <summary>Most steps print no metadata, and cost no look into the store.</summary>
    private async Task<MetadataBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isTaken)
            return null;
        var batch = await source.Executor.ReadMetadataAsync(source.Attempt, _place, null, PointsPerBatch, cancellationToken);
        if (_isOpen || batch.Points.Count == 0)
            return batch;
        await OpenAsync(cancellationToken);
        return _place == default ? batch : await source.Executor.ReadMetadataAsync(source.Attempt, _place, null, PointsPerBatch, cancellationToken);
    }

    /// <summary>Goes on where an earlier engine stopped: what it recorded is read again, to know steps and texts as it knew them.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(session => AttemptMetadataTable.Find(session, source.Attempt), cancellationToken);
        var until = row is null ? default : MetadataPlace.Parse(row.Place);
        var (place, points) = (default(MetadataPlace), new MetadataPoints());
        while (place.Points < until.Points || place.Samples < until.Samples)
        {
            var batch = await source.Executor.ReadMetadataAsync(source.Attempt, place, until, PointsPerBatch, cancellationToken);
            if (batch.Points.Count == 0)
                break;
            points.Take(batch.Points);
            place = batch.Next;
        }
        (_points, _place, _isOpen) = (points, until, true);
    }

    private async Task<bool> KeepAsync(MetadataBatch batch, CancellationToken cancellationToken)
    {
        var kept = false;
        try
        {
            var change = _points.Take(batch.Points);
            var row = RowAt(batch.Next, ValueJson.Write(_points.Latest));
            var (from, texts) = (_place.ToString(), _points.Texts);
            kept = await database.WriteAsync(session => TryKeep(session, row, from, change, texts), cancellationToken);
            _isTaken = !kept;
            _place = batch.Next;
        }
        finally
        {
            // What was taken is not recorded: the next one begins again from what is.
            if (!kept)
                (_isOpen, _place) = (false, default);
        }
        return kept;
    }

    private bool TryKeep(IDbSession session, AttemptMetadataRow row, string from, MetadataChange change, IReadOnlyCollection<string> texts)
    {
        if (!AttemptMetadataTable.IsAt(session, row.Attempt, from))
            return false;
        AttemptMetadataTable.Advance(session, row, recorder.Log(session, TrackingRun, change.Batch, change.Changed), texts);
        return true;
    }

    private MetadataRest RestOf(MetadataBatch batch)
    {
        var from = _place.ToString();
        var change = batch.Points.Count == 0 ? null : _points.Take(batch.Points);
        return new MetadataRest(change, from, RowAt(batch.Next, latest: null), [.. _points.Texts]);
    }

    private AttemptMetadataRow RowAt(MetadataPlace place, string? latest) => new()
    {
        Attempt = source.Attempt,
        Run = source.Run,
        Path = source.Path,
        Place = place.ToString(),
        Latest = latest,
    };

    /// <summary>The last points, as they are kept with the end; no change when there are none.</summary>
    private sealed record MetadataRest(MetadataChange? Change, string From, AttemptMetadataRow Row, IReadOnlyCollection<string> Texts);
}
