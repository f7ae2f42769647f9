using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Gyre.Client.Api;
using Gyre.Client.Deciding;
using Gyre.Client.Ending;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Microsoft.Extensions.Logging;

namespace Gyre.Client;

/// <summary>Decides with a deployment of a server, or in this program with its policies, and reports what that brought.</summary>
public sealed class DecisionClient : IDecisionClient
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly DecisionClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly HttpClient? _ownHttp;
    private readonly List<GyreApi> _apis = [];
    private readonly DecisionSpool _spool;
    private readonly DecisionShipper _shipper;
    private readonly RefusedLines _refused;
    private readonly DecideBatcher? _batcher;
    private readonly PolicySource? _policies;
    private readonly LocalDecider? _decider;
    private readonly LoopSupervisor _loops;
    private readonly IAsyncDisposable _running;
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isReported;
    private int _isDisposed;

    private DecisionClient(DecisionClientOptions options)
    {
        options.Check();
        _options = options;
        _clock = options.Clock ?? TimeProvider.System;
        _ids = options.Ids ?? IdSource.FromClock(_clock);
        if (options.Http is null)
        {
            _ownHttp = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = Timeout.InfiniteTimeSpan,
            };
        }
        // The shipper waits and tries again by itself.
        var api = Api(options.Retry with { MaxRetries = 0, RequestTimeout = TimeSpan.FromMinutes(1) });
        var prefix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{api.Address}\n{options.Deployment}")))[..16];
        _logger = options.Logs.For<DecisionClient>();
        _folder = Path.GetFullPath(options.SpoolFolder);
        _spool = new DecisionSpool(_folder, prefix, options.MaxSpoolBytes, _ids);
        _refused = new RefusedLines(_folder, prefix, _clock, _logger);
        _shipper = new DecisionShipper(api.Deployments, options.Deployment, _spool, _refused);
        if (options.InProcess is { } inProcess)
        {
            _policies = new PolicySource(
                Api(options.Retry).Deployments, options.Deployment, inProcess, new KeptPolicies(_folder, prefix), _clock, _logger);
            _decider = new LocalDecider(inProcess, _clock, _ids);
        }
        else
        {
            _batcher = new DecideBatcher(Api(options.Retry).Deployments, options, _clock, _ids);
        }
        _loops = new LoopSupervisor(
            _clock, options.Logs?.CreateLogger<LoopSupervisor>(), Backoff.Default with { Longest = options.MaxShipBackoff });
        var shipping = new BackgroundLoop("shipping", ShipAsync);
        _running = _loops.Start(_policies is null ? [shipping] : [shipping, new BackgroundLoop("syncing", SyncAsync), _policies.Loop]);
    }

    /// <inheritdoc/>
    public DecisionClientStatus Status => new()
    {
        Sent = _shipper.Sent,
        Refused = _refused.Count,
        SpoolBytes = _spool.Bytes,
        Champion = _policies?.Route?.Champion.Version,
    };

    /// <summary>For tests of what the loops have begun.</summary>
    internal IReadOnlyList<LoopHealth> Loops => _loops.Health;

    /// <summary>Begins: sends what an earlier program left, and gets policies where this program decides.</summary>
    /// <exception cref="ArgumentException">An option is refused.</exception>
    /// <exception cref="IOException">The spool folder cannot be used.</exception>
    public static DecisionClient Create(DecisionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DecisionClient(options);
    }

    /// <inheritdoc/>
    public ValueTask<DecisionInfo> DecideAsync(DecideRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (_policies is not { } policies)
            return new ValueTask<DecisionInfo>(_batcher!.DecideAsync(request, cancellationToken));
        return policies.Route is { } route
            ? new ValueTask<DecisionInfo>(Decide(route, request))
            : new ValueTask<DecisionInfo>(FirstAsync(policies, request, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task RewardAsync(RewardRequest reward, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reward);
        if (!double.IsFinite(reward.Value))
            throw new ArgumentException($"The reward is {NumberText.Of(reward.Value)}. Give a finite number.", nameof(reward));
        ArgumentException.ThrowIfNullOrEmpty(reward.DecisionId, nameof(reward));
        LocalDecider.CheckId("decision_id", reward.DecisionId);
        LocalDecider.CheckId("reward_id", reward.RewardId);
        var named = reward with { RewardId = reward.RewardId ?? _ids.Next().ToString("N"), Time = reward.Time ?? _clock.GetUtcNow() };
        cancellationToken.ThrowIfCancellationRequested();
        var ticket = _spool.Append(DecisionLine.Of(named).ToBytes());
        // From here on it will arrive: who gave up now would report it again.
        await _spool.SyncAsync(ticket);
        _news.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _shipper.ShipAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Blocking.Run(() => DisposeAsync().AsTask());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        if (_batcher is not null)
            await _batcher.DisposeAsync();
        await _running.DisposeAsync();
        await _loops.DisposeAsync();
        await FlushQuietlyAsync();
        _spool.Dispose();
        _shipper.Dispose();
        _policies?.Dispose();
        foreach (var api in _apis)
            api.Dispose();
        _ownHttp?.Dispose();
    }

    private GyreApi Api(RetryOptions retry)
    {
        var api = new GyreApi(_options.Server, new GyreApiOptions
        {
            Token = _options.Token,
            Http = _options.Http ?? _ownHttp,
            Clock = _clock,
            Ids = _ids,
            Environment = _options.Environment,
            Retry = retry,
        });
        _apis.Add(api);
        return api;
    }

    private async Task<DecisionInfo> FirstAsync(PolicySource policies, DecideRequest request, CancellationToken cancellationToken) =>
        Decide(await policies.GetAsync(cancellationToken), request);

    private DecisionInfo Decide(ServedRoute route, DecideRequest request)
    {
        var made = _decider!.Decide(route, request);
        // In the file before anybody acts on it: it outlives this program from here on.
        _spool.Append(DecisionLine.Of(made).ToBytes());
        _news.Writer.TryWrite(true);
        return LocalDecider.Answer(route, made);
    }

    /// <summary>Sends what waits whenever there is news; a failure ends it, and the supervisor starts it again after a while.</summary>
    private async Task ShipAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            // What is written meanwhile is news for the next turn.
            _news.Reader.TryRead(out _);
            _spool.TakeOver();
            await ShipOrReportAsync(cancellationToken);
            scope.Beat();
            await _news.Reader.WaitToReadAsync(cancellationToken);
            if (_options.ShipDelay > TimeSpan.Zero)
                await Task.Delay(_options.ShipDelay, _clock, cancellationToken);
        }
    }

    /// <summary>Decisions are answered before they are on the disk; soon after they are, also while nothing can be sent.</summary>
    private async Task SyncAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(SyncInterval, _clock, cancellationToken);
            await _spool.SyncAsync();
            scope.Beat();
        }
    }

    private async Task ShipOrReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _shipper.ShipAsync(cancellationToken);
            _isReported = false;
        }
        catch (GyreApiException error)
        {
            if (!_isReported)
                _logger.Waits(_options.Deployment, _folder, error.Message);
            _isReported = true;
            throw;
        }
    }

    private async Task FlushQuietlyAsync()
    {
        using var timeout = new CancellationTokenSource(_options.FlushTimeout, _clock);
        try
        {
            await _shipper.ShipAsync(timeout.Token);
        }
        catch (Exception error) when (error is GyreApiException or OperationCanceledException or IOException)
        {
            // It stays on the disk for the next start.
            _logger.Unsent(_spool.Bytes, _folder, error.Message);
        }
    }
}
