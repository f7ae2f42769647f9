using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>Carries out what an attempt's folder orders: claims it, runs it, publishes its result.</summary>
internal static class OrderedAttempt
{
    /// <summary>Null when the attempt was somebody else's, or the engine had given this supervisor up.</summary>
    public static async Task<AttemptResult?> RunAsync(
        AttemptFolder folder, BlobStores blobs, SupervisorOptions options, TimeProvider clock, Action<AttemptClaim> onClaimed,
            CancellationToken cancellationToken)
    {
        folder = folder with { Root = Path.GetFullPath(folder.Root) };
        var attempt = GuidIds.TryParse<AttemptId>(Path.GetFileName(folder.Root), out var id)
            ? id
            : throw new InvalidInputException("attempt.folder", $"'{folder.Root}' is not an attempt folder: its name is not an id.",
                "Use a folder HOME/attempts/ID.");
        if (!File.Exists(folder.Order))
            throw new InvalidInputException("attempt.folder", $"'{folder.Root}' is not an attempt folder: it has no order.json.",
                "Use a folder HOME/attempts/ID.");
        var claim = new AttemptClaim(attempt, ProcessIdentity.Current, clock.GetUtcNow());
        if (!AttemptProtocol.TryClaim(folder, claim))
            return null;
        onClaimed(claim);
        var (order, problem) = ReadOrder(folder, attempt);
        var secrets = order is { HasSecretsFile: true } ? SecretsFile.Take(folder) : order?.Secrets;
        // The store is opened without that token: whoever is asked to end stores what there is first.
        Task<IBlobStore> OpenBlobs() => blobs.OpenAsync(order!.Storage, CancellationToken.None);
        var result = order is null ? Unreadable(claim, problem, clock)
            : secrets is null ? WithoutSecrets(claim, clock)
            : await CarryOutAsync(order with { Secrets = secrets }, folder, OpenBlobs, options, clock, cancellationToken);
        return await PublishAsync(folder, result) ? result : null;
    }

    private static async Task<AttemptResult> CarryOutAsync(
        AttemptOrder order, AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, TimeProvider clock,
            CancellationToken cancellationToken)
    {
        using var hidden = order.ApiAddress is null ? null
            : ApiRelay.Of(order.Storage.Home, order.ApiAlias).Hide(StepMask.ForDocuments(order));
        return await new AttemptRun(Relayed(order), folder, openBlobs, options, clock).RunAsync(cancellationToken);
    }

    /// <summary>A power loss took them; the attempt that replaces this one gets them again.</summary>
    private static AttemptResult WithoutSecrets(AttemptClaim claim, TimeProvider clock) => new()
    {
        Attempt = claim.Attempt,
        Outcome = AttemptOutcome.Lost,
        Reason = "The secrets of the attempt were lost before it began.",
        StartedAt = claim.At,
        EndedAt = clock.GetUtcNow(),
    };

    private static AttemptResult Unreadable(AttemptClaim claim, string? problem, TimeProvider clock) => new()
    {
        Attempt = claim.Attempt,
        Outcome = AttemptOutcome.Failed,
        Reason = problem,
        StartedAt = claim.At,
        EndedAt = clock.GetUtcNow(),
    };

    /// <summary>
    /// A step calls the relay of its supervisor, which lives as long as the step does; the server it was ordered by may not.
    /// </summary>
    private static AttemptOrder Relayed(AttemptOrder order)
    {
        if (order.ApiAddress is not { } address)
            return order;
        var relay = ApiRelay.Of(order.Storage.Home, order.ApiAlias);
        return order with
        {
            ApiAddress = relay.Address,
            Environment = order.Environment.SetItems(relay.ProxyVariables()),
            Secrets = order.Secrets.ToImmutableSortedDictionary(secret => secret.Key,
                secret => secret.Value == address ? relay.Address : secret.Value, StringComparer.Ordinal),
        };
    }

    private static (AttemptOrder? Order, string? Problem) ReadOrder(AttemptFolder folder, AttemptId attempt)
    {
        try
        {
            var order = ExecutionJson.Read<AttemptOrder>(folder.Order);
            if (order is null || order.Attempt != attempt)
                return (null, "The order belongs to another attempt than the folder.");
            return order.SchemaVersion == 1 ? (order, null)
                : (null, $"The order has version {order.SchemaVersion}; this program supports version 1.");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return (null, "The order is damaged and cannot be read.");
        }
    }

    /// <summary>Every process of the step is dead by now, so nobody but us and an engine that gave us up can be in the folder.</summary>
    private static async Task<bool> PublishAsync(AttemptFolder folder, AttemptResult result)
    {
        if (File.Exists(folder.Verdict))
            return false;
        // Whatever a step put there must not be seen once the verdict says that a result is to be believed.
        File.Delete(folder.Result);
        if (!AttemptProtocol.TryDecide(folder, bySupervisor: true))
            return false;
        await AttemptProtocol.PublishAsync(folder, result);
        RemoveNotes(folder);
        return true;
    }

    /// <summary>What the notes about files that were stored early told is in the result now.</summary>
    private static void RemoveNotes(AttemptFolder folder)
    {
        try
        {
            WorkFolders.Remove(folder.Taken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They are a few bytes each, and say nothing that is wrong.
        }
    }
}
