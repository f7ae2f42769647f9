using System.Collections.ObjectModel;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Formats;
using Gyre.Server.Security;
using Gyre.Storage;

namespace Gyre.Server;

/// <summary>
/// Gives each attempt a token of its own, which may read its run, start runs of registered projects, and nothing else. It is good while the attempt
/// is queued or running, and never longer than <see cref="MaxLifetime"/>. Before a server listens there is nothing to call, and steps get nothing.
/// </summary>
/// <param name="store">Opened with <see cref="GyreServer.Migrations"/>.</param>
/// <param name="clock">Gives the times.</param>
public sealed class StepCredentials(IStore store, TimeProvider clock) : IStepCredentials
{
    /// <summary>The end of a token whose attempt nobody ever ended.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    private readonly IdSource _ids = IdSource.FromClock(clock);
    private volatile Uri? _address;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> IssueAsync(RunId run, string nodePath, AttemptId attempt, CancellationToken cancellationToken)
    {
        if (_address is not { } address)
            return ReadOnlyDictionary<string, string>.Empty;
        var text = TokenText.Create(_ids.Next());
        var now = clock.GetUtcNow();
        var row = new TokenRow
        {
            Id = text.Id,
            Kind = TokenRow.Step,
            Name = nodePath,
            Scope = TokenRow.Step,
            Hash = text.Hash,
            CreatedAt = now,
            ExpiresAt = now + MaxLifetime,
            Run = run,
            NodePath = nodePath,
            Attempt = attempt,
        };
        await store.Database.WriteAsync(session => TokenTable.RemoveOldStepTokens(session, now) + TokenTable.Put(session, row), cancellationToken);
        return CallbackVariables.Of(address, text.Reveal());
    }

    /// <summary>Tells where the server of this process listens.</summary>
    internal void Use(Uri? address) => _address = address;
}
