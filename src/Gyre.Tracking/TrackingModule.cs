using Gyre.Storage;

namespace Gyre.Tracking;

/// <summary>The records as a module. It gives the <see cref="TrackingStore"/>.</summary>
/// <param name="options">What is allowed.</param>
public sealed class TrackingModule(TrackingOptions options) : IModule
{
    /// <inheritdoc/>
    public string Name => "tracking";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => TrackingStore.Migrations;

    /// <inheritdoc/>
    public async Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var tracking = await TrackingStore.OpenAsync(parts.Store, parts.Blobs, parts.Clock, options, cancellationToken);
        parts.Add(tracking);
        return new Opened(tracking);
    }

    private sealed class Opened(TrackingStore tracking) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [tracking.Content];
    }
}
