using System.Globalization;
using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Learning;
using Microsoft.Extensions.Logging;

namespace Gyre.Client.Deciding;

/// <summary>
/// The policies with which this program decides: those that the server serves, or a file of the program's own. It looks now and then;
/// while nothing can be read, the last good ones decide on.
/// </summary>
internal sealed class PolicySource(
    DeploymentsApi api, string deployment, InProcessOptions options, KeptPolicies kept, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile ServedRoute? _route;

    /// <summary>What decides now; null before anything could be read.</summary>
    public ServedRoute? Route => _route;

    /// <summary>Looks now and then.</summary>
    public IBackgroundLoop Loop => new BackgroundLoop("policy", RunAsync);

    /// <summary>What decides; read at the first call.</summary>
    /// <exception cref="GyreApiException">There is none yet and the server cannot be reached.</exception>
    /// <exception cref="InvalidInputException">The file is no policy.</exception>
    public async Task<ServedRoute> GetAsync(CancellationToken cancellationToken)
    {
        if (_route is null)
            await RefreshAsync(isFirst: true, cancellationToken);
        return _route!;
    }

    /// <summary>Looks once.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(isFirst: false, cancellationToken);

    private async Task RefreshAsync(bool isFirst, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var known = _route;
            // The loop was quicker; that the server is away since is no reason to refuse the caller what is there.
            if (isFirst && known is not null)
                return;
            var route = options.PolicyFile is { } file
                ? await ReadAsync(file, known, cancellationToken)
                : await AskAsync(known, cancellationToken);
            if (ReferenceEquals(route, known))
                return;
            _route = route;
            logger.Decides(deployment, route.Champion.Version, route.Revision);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await RefreshAsync(cancellationToken);
            scope.Beat();
            await Task.Delay(options.RefreshInterval, clock, cancellationToken);
        }
    }

    private async Task<ServedRoute> ReadAsync(string path, ServedRoute? known, CancellationToken cancellationToken)
    {
        // The time of the last write tells one file from the next.
        var revision = File.GetLastWriteTimeUtc(path).Ticks;
        if (known?.Revision == revision)
            return known;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var policy = await LoadAsync(stream, path, options.Version!.Value, options.ExplorationFloor, cancellationToken);
        return new ServedRoute(0, revision, policy, [], []);
    }

    private async Task<ServedRoute> AskAsync(ServedRoute? known, CancellationToken cancellationToken)
    {
        try
        {
            var info = await api.GetAsync(deployment, cancellationToken);
            var created = info.CreatedAt.ToUnixTimeMilliseconds();
            if (info.Revision == known?.Revision && created == known.Created)
                return known;
            var shares = info.Canaries.Select(static one => new KeptShare(one.Version, one.Share));
            var asked = new KeptRoute(created, info.Revision, info.Settings.ExplorationFloor ?? 0, info.Champion, [.. shares])
            {
                IsApprentice = info.Settings.Apprentice is not null,
            };
            var route = await LoadAsync(asked, known, cancellationToken);
            kept.Keep(asked);
            return route;
        }
        catch (GyreApiException error) when (error.IsUnreachable && known is null && kept.Find() is { } last)
        {
            logger.DecidesAsBefore(deployment, last.Champion, error.Message);
            return await LoadAsync(last, null, cancellationToken);
        }
    }

    private async Task<ServedRoute> LoadAsync(KeptRoute route, ServedRoute? known, CancellationToken cancellationToken)
    {
        var champion = await PolicyAsync(route, route.Champion, known, cancellationToken);
        var canaries = new List<ServedPolicy>();
        foreach (var canary in route.Canaries)
            canaries.Add(await PolicyAsync(route, canary.Version, known, cancellationToken));
        return new ServedRoute(
            route.Created, route.Revision, champion, [.. canaries], [.. route.Canaries.Select(static one => one.Share)])
        {
            IsApprentice = route.IsApprentice,
        };
    }

    private async Task<ServedPolicy> PolicyAsync(KeptRoute route, long version, ServedRoute? known, CancellationToken cancellationToken)
    {
        // A version never changes its policy.
        ServedPolicy[] loaded = known?.Created == route.Created ? [known.Champion, .. known.Canaries] : [];
        if (loaded.FirstOrDefault(one => one.Version == version && one.Floor.Equals(route.Floor)) is { } same)
            return same;
        if (await TryKeptAsync(route, version, cancellationToken) is { } before)
            return before;
        var content = await DownloadAsync(version, cancellationToken);
        kept.Keep(route.Created, version, content);
        return await LoadAsync(new MemoryStream(content), NameOf(version), version, route.Floor, cancellationToken);
    }

    /// <exception cref="GyreApiException">The connection broke, or the answer is longer than a policy may be.</exception>
    private async Task<byte[]> DownloadAsync(long version, CancellationToken cancellationToken)
    {
        await using var stream = await api.OpenPolicyAsync(deployment, version, cancellationToken);
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (all.Length <= PolicyFile.MaxBytes && await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
                all.Write(buffer, 0, read);
        }
        catch (IOException error)
        {
            throw new GyreApiException(
                $"The connection broke while the policy of {NameOf(version)} was downloaded: {error.Message} Try again.", error)
            {
                IsUnreachable = true,
            };
        }
        return all.Length <= PolicyFile.MaxBytes
            ? all.ToArray()
            : throw new GyreApiException(
                $"The policy of {NameOf(version)} is longer than {PolicyFile.MaxBytes} bytes. Check the address of the server.");
    }

    /// <summary>The policy that is kept; null when there is none or it is damaged.</summary>
    private async Task<ServedPolicy?> TryKeptAsync(KeptRoute route, long version, CancellationToken cancellationToken)
    {
        if (kept.Open(route.Created, version) is not { } stream)
            return null;
        try
        {
            return await LoadAsync(stream, NameOf(version), version, route.Floor, cancellationToken);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private string NameOf(long version) => string.Create(CultureInfo.InvariantCulture, $"version {version} of '{deployment}'");

    /// <summary>Reads a policy and disposes where it came from.</summary>
    private static async Task<ServedPolicy> LoadAsync(
        Stream stream, string name, long version, double floor, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var policy = await PolicyFile.ReadAsync(stream, name, cancellationToken);
            return new ServedPolicy(version, floor, policy.WithExplorationFloor(floor));
        }
    }
}
