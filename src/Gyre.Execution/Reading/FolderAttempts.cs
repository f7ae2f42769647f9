using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Reading;

/// <summary>
/// Reads attempts whose folders lie in a home that this machine sees. Executors whose supervisors write there answer through it.
/// </summary>
internal sealed class FolderAttempts(string home, TimeProvider clock)
{
    public AttemptState Observe(AttemptId attempt)
    {
        var folder = AttemptFolder.In(home, attempt);
        if (!Directory.Exists(folder.Root))
            return new AttemptState(AttemptPhase.Unknown);
        var result = AttemptProtocol.FindResult(folder, attempt);
        var claim = AttemptProtocol.FindClaim(folder, attempt);
        return new AttemptState(result is not null ? AttemptPhase.Ended : claim is not null ? AttemptPhase.Running : AttemptPhase.Waiting)
        {
            StartedAt = result?.StartedAt ?? claim?.At,
            Result = result,
            LogBytes = new FileInfo(folder.Log) is { Exists: true } log ? log.Length : 0,
            Detail = ReadDetail(folder),
        };
    }

    public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
        AttemptLog.ReadAsync(AttemptFolder.In(home, attempt), from, follow, clock, cancellationToken);

    public MetadataBatch ReadMetadata(AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var folder = AttemptFolder.In(home, attempt);
        var points = new List<MetadataPoint>();
        var behindPoints = MetadataFile.Read(folder.Metadata, from.Points, until?.Points, limit, points);
        // Samples behind the points: there are few of them, one a second at the most.
        var behindSamples = points.Count < limit ? MetadataFile.Read(folder.System, from.Samples, until?.Samples, limit, points) : from.Samples;
        return new MetadataBatch(points, new MetadataPlace(behindPoints, behindSamples), IsMore: points.Count >= limit);
    }

    public async Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(home, attempt);
        var bytes = Encoding.UTF8.GetBytes(ValueJson.Write(detail));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, AttemptState.MaxDetailBytes, nameof(detail));
        if (!Directory.Exists(folder.Root))
            return false;
        var fresh = folder.Status + ".new";
        await File.WriteAllBytesAsync(fresh, bytes, cancellationToken);
        File.Move(fresh, folder.Status, overwrite: true);
        return true;
    }

    private static Value? ReadDetail(AttemptFolder folder)
    {
        // A step could have put anything there.
        if (FileKinds.Look(folder.Status) is not (FileKind.File, <= AttemptState.MaxDetailBytes))
            return null;
        try
        {
            return ValueJson.Parse(File.ReadAllBytes(folder.Status));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
