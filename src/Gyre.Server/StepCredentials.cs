using System.Collections.ObjectModel;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Server.Formats;
using Gyre.Server.Security;
using Gyre.Server.Store;
using Gyre.Storage;

namespace Gyre.Server;

/// <summary>
/// Gives each attempt a token of its own, which reads its project, changes what its own run made and starts further runs of its
/// project. It is good while the
/// attempt is queued or running. Where no server listens and none can be started, there is nothing to call, and steps get nothing.
/// </summary>
/// <param name="store">Opened with <see cref="GyreServer.Migrations"/>.</param>
public sealed class StepCredentials(IStore store) : IStepCredentials
{
    private readonly Lock _lock = new();
    private Task? _starting;
    private byte[]? _key;
    private volatile Uri? _address;

    /// <summary>Starts a server when the first step needs one; null when steps are served by one that is started anyway, or not at all.</summary>
    public Func<CancellationToken, Task>? StartServer { get; set; }

    /// <summary>Starts a server, where steps that an earlier engine started may be calling already.</summary>
    public Task EnsureServerAsync(CancellationToken cancellationToken) => AddressAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> IssueAsync(StepIdentity step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (await AddressAsync(cancellationToken) is not { } address)
            return ReadOnlyDictionary<string, string>.Empty;
        _key ??= await HomeKeys.LoadAsync(store, KeyName, cancellationToken);
        return CallbackVariables.Of(address, new StepToken(step.Run, step.NodePath, step.Attempt).Reveal(_key), step);
    }

    /// <summary>Name of the key that signs these tokens.</summary>
    internal const string KeyName = "steps";

    /// <summary>Tells where the server of this process listens.</summary>
    internal void Use(Uri? address) => _address = address;

    private async Task<Uri?> AddressAsync(CancellationToken cancellationToken)
    {
        if (_address is not null || StartServer is not { } start)
            return _address;
        Task starting;
        lock (_lock)
            starting = _starting ??= Detached.Run(() => start(CancellationToken.None));
        await starting.WaitAsync(cancellationToken);
        return _address;
    }
}
