using Gyre.Storage;

namespace Gyre.Server.Security;

/// <summary>Writes down when a token was last used: at most once a minute each, so that a program which asks all day costs one write a minute.</summary>
internal sealed class TokenUses(IStore store, ILogger<TokenUses> logger)
{
    public static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DateTimeOffset> _written = [];

    /// <summary>Nobody is kept out because their use of a token could not be written down.</summary>
    /// <param name="token">A good one; there are few, so what is remembered of them stays small.</param>
    /// <param name="now">No earlier than any time that was given before.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RecordAsync(TokenRow token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - token.LastUsedAt < Coarse || !IsFirst(token.Id, now))
            return;
        try
        {
            // Another server on the same store may have written it since the row was read.
            await store.Database.WriteAsync(
                session => session.Execute(
                    "UPDATE server_tokens SET last_used_at = @now WHERE id = @id AND (last_used_at IS NULL OR last_used_at <= @before)",
                    new { now, id = token.Id, before = now - Coarse }),
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.TokenUseLost(exception.GetType().Name);
        }
    }

    /// <summary>Requests that come at once have read the same row; one of them writes. After a failure the next try is a minute later.</summary>
    private bool IsFirst(Guid id, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_written.TryGetValue(id, out var at) && now - at < Coarse)
                return false;
            _written[id] = now;
            return true;
        }
    }
}
