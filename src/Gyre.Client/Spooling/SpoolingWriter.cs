using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Client.Spooling;

/// <summary>
/// Passes writes on to the server; when that cannot be reached, keeps them on the disk. While anything waits there, later writes go behind it, so
/// that order stays; now and then a write knocks at the server and takes what waits along.
/// </summary>
internal sealed class SpoolingWriter : IRunWriter, IDisposable
{
    private const string ProvisionalPrefix = "offline-";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly IRunWriter _server;
    private readonly IRunStarter _starter;
    private readonly ConcurrentDictionary<string, string> _started = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly string _prefix;
    private readonly TrackerOptions _options;
    private readonly IdSource _ids;
    private readonly Action<TrackingFailure> _failed;
    private SpoolFile? _file;
    private volatile bool _waiting;
    private long _nextKnock;

    /// <param name="server">Where writes go when it can be reached.</param>
    /// <param name="starter">Starts runs there that were started without it.</param>
    /// <param name="address">Names the server; spools of other servers in the same folder are left alone.</param>
    /// <param name="options">The folder, the clock, how often to knock.</param>
    /// <param name="ids">Names the file.</param>
    /// <param name="failed">Told about writes that the server refuses when they are sent at last.</param>
    public SpoolingWriter(IRunWriter server, IRunStarter starter, string address, TrackerOptions options, IdSource ids, Action<TrackingFailure> failed)
    {
        _server = server;
        _starter = starter;
        _folder = options.SpoolFolder!;
        _prefix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..16];
        _options = options;
        _ids = ids;
        _failed = failed;
        _nextKnock = options.Clock.GetTimestamp();
        _waiting = Files().Any();
    }

    /// <summary>Whether something waits on the disk for this server.</summary>
    public bool IsWaiting => _waiting;

    public Task WriteBatchAsync(string runId, LogBatch batch, string key, CancellationToken cancellationToken) =>
        WriteAsync(token => _server.WriteBatchAsync(IdOf(runId), batch, key, token), () => SpoolEntry.Of(IdOf(runId), batch, key), cancellationToken);

    public Task UpdateRunAsync(string runId, RunUpdate update, string key, CancellationToken cancellationToken) =>
        WriteAsync(token => _server.UpdateRunAsync(IdOf(runId), update, key, token), () => SpoolEntry.Of(IdOf(runId), update, key), cancellationToken);

    public Task WriteInputAsync(string runId, RunInput input, string key, CancellationToken cancellationToken) =>
        WriteAsync(token => _server.WriteInputAsync(IdOf(runId), input, key, token), () => SpoolEntry.Of(IdOf(runId), input, key), cancellationToken);

    /// <summary>Keeps the start of a run for later; gives a provisional id, under which everything else of the run goes behind it.</summary>
    /// <exception cref="TrackingException">It could not be written.</exception>
    public async Task<string> StartAsync(OfflineStart start, string key, CancellationToken cancellationToken)
    {
        var id = ProvisionalPrefix + _ids.Next().ToString("N");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Append_NeedsGate(SpoolEntry.Of(id, start, key));
        }
        finally
        {
            _gate.Release();
        }
        return id;
    }

    /// <summary>Whether an id is one that only this program knows.</summary>
    public static bool IsProvisional(string runId) => runId.StartsWith(ProvisionalPrefix, StringComparison.Ordinal);

    /// <summary>The server's id of a run that was started without it and has arrived there by now; else the same id.</summary>
    public string IdOf(string runId) => _started.GetValueOrDefault(runId, runId);

    /// <summary>Sends what waits, the oldest first.</summary>
    /// <returns>How many writes were taken and how many refused; what another program holds is left to it.</returns>
    /// <exception cref="TrackingException">The server cannot be reached or does not know us; the rest stays.</exception>
    public async Task<(int Sent, int Refused)> UploadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Upload_NeedsGate(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _gate.Dispose();
    }

    private async Task WriteAsync(Func<CancellationToken, Task> send, Func<SpoolEntry> entry, CancellationToken cancellationToken)
    {
        if (await IsClearAsync(cancellationToken))
        {
            try
            {
                await send(cancellationToken);
                return;
            }
            catch (TrackingException error) when (error.IsUnreachable)
            {
                // Falls through to the disk.
            }
        }
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            Append_NeedsGate(entry());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether nothing waits on the disk, after a knock at the server when it is time for one.</summary>
    private async Task<bool> IsClearAsync(CancellationToken cancellationToken)
    {
        if (!_waiting)
            return true;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_waiting && _options.Clock.GetTimestamp() >= _nextKnock)
                await Upload_NeedsGate(cancellationToken);
        }
        catch (Exception error) when (error is TrackingException or IOException or UnauthorizedAccessException)
        {
            // Whatever it was, this write has a place behind the others.
            _nextKnock = _options.Clock.GetTimestamp() + (long)(_options.SpoolProbeInterval.TotalSeconds * _options.Clock.TimestampFrequency);
        }
        finally
        {
            _gate.Release();
        }
        return !_waiting;
    }

    private void Append_NeedsGate(SpoolEntry entry)
    {
        if (_file is null)
        {
            Directory.CreateDirectory(_folder);
            _file = SpoolFile.Create(Path.Join(_folder, $"{_prefix}-{_ids.Next():N}{SpoolFile.Extension}"));
            _nextKnock = _options.Clock.GetTimestamp() + (long)(_options.SpoolProbeInterval.TotalSeconds * _options.Clock.TimestampFrequency);
        }
        var length = _file.Length;
        try
        {
            _file.Append(entry.ToLine());
            _file.Sync();
        }
        catch (IOException error)
        {
            _file.Cut(length);
            throw new TrackingException(
                $"The spool {_file.Path} could not be written: {error.Message} Free some space, or set another SpoolFolder.", error);
        }
        _waiting = true;
    }

    private async Task<(int Sent, int Refused)> Upload_NeedsGate(CancellationToken cancellationToken)
    {
        var sent = 0;
        var refused = 0;
        foreach (var path in Files().ToArray())
        {
            if (SpoolFile.TryOpen(path) is { } left)
            {
                using (left)
                    await SendAsync(left);
            }
        }
        if (_file is { } own)
        {
            await SendAsync(own);
            _file = null;
        }
        _waiting = false;
        return (sent, refused);

        async Task SendAsync(SpoolFile file)
        {
            // What an upload started that was stopped then.
            var started = file.Started().ToList();
            foreach (var (provisional, runId) in started)
                _started[provisional] = runId;
            foreach (var (line, end) in file.Unsent())
            {
                var entry = SpoolEntry.Parse(line);
                if (await TakesAsync(entry, line, cancellationToken))
                    sent++;
                else
                    refused++;
                if (entry?.Start is not null && _started.TryGetValue(entry.RunId, out var id))
                    started.Add((entry.RunId, id));
                file.MarkSent(end, started);
            }
            file.Delete();
        }
    }

    private async Task<bool> TakesAsync(SpoolEntry? entry, byte[] line, CancellationToken cancellationToken)
    {
        try
        {
            if (entry is null)
                throw new TrackingException($"A line of a spool in {_folder} cannot be read by this version.");
            if (entry.Start is { } start)
                _started[entry.RunId] = await _starter.StartAsync(entry.RunId, start, entry.Key, IdOf, cancellationToken);
            else if (entry.Update is { } update)
                await _server.UpdateRunAsync(IdOf(entry.RunId), update, entry.Key, cancellationToken);
            else if (entry.Input is { } input)
                await _server.WriteInputAsync(IdOf(entry.RunId), input, entry.Key, cancellationToken);
            else
                await _server.WriteBatchAsync(IdOf(entry.RunId), entry.Batch(), entry.Key, cancellationToken);
            return true;
        }
        catch (TrackingException error) when (!error.IsUnreachable && error.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            // Set aside, so that one bad line does not hold up all others, and nothing is lost.
            await File.AppendAllBytesAsync(Path.Join(_folder, "refused" + SpoolFile.Extension), [.. line, (byte)'\n'], cancellationToken);
            _failed(new TrackingFailure(entry?.RunId ?? "", entry?.Items?.Length ?? 1, $"kept in {Path.Join(_folder, "refused" + SpoolFile.Extension)}", error));
            return false;
        }
    }

    private IEnumerable<string> Files() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, $"{_prefix}-*{SpoolFile.Extension}").Order(StringComparer.Ordinal) : [];
}
