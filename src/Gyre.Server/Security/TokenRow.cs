using Gyre.Core;

namespace Gyre.Server.Security;

/// <summary>A row of <c>server_tokens</c>.</summary>
internal sealed record TokenRow
{
    public const string Columns =
        "id, kind, name, scope, hash, created_at, expires_at, revoked_at, last_used_at, run, node_path, attempt, started_runs";
    public const string User = "user";

    public Guid Id { get; init; }

    public string Kind { get; init; } = User;

    public string Name { get; init; } = "";

    public string Scope { get; init; } = "";

    public string Hash { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public RunId? Run { get; init; }

    public string? NodePath { get; init; }

    public AttemptId? Attempt { get; init; }

    public int StartedRuns { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);
}
