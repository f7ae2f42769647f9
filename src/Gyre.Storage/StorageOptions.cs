using Gyre.Storage.Relational;

namespace Gyre.Storage;

/// <summary>Where a home keeps its data.</summary>
public sealed record StorageOptions
{
    /// <summary>The home folder; default <c>./.gyre</c>. Holds what no option puts elsewhere.</summary>
    public required string Home { get; init; }

    /// <summary><c>sqlite:PATH</c>, <c>postgres://user:password@host:port/database</c>, or null for <c>HOME/gyre.db</c>.</summary>
    public string? Store { get; init; }

    /// <summary>A folder, <c>s3://bucket/prefix?endpoint=URL&amp;region=R</c>, or null for <c>HOME/artifacts</c>.</summary>
    public string? Artifacts { get; init; }

    /// <summary>
    /// The file with the key that secrets of projects and runs are encrypted with, or null for <c>HOME/secrets.key</c>. Never in the
    /// database: who has only that cannot read
    /// them.
    /// </summary>
    public string? SecretsKey { get; init; }

    /// <summary>The same places, whatever folder a reader of it works in.</summary>
    public StorageOptions WithFullPaths() => this with
    {
        Home = Path.GetFullPath(Home),
        Store = Store is not null && Store.StartsWith(StoreAddress.SqliteScheme, StringComparison.Ordinal)
            ? StoreAddress.SqliteScheme + Path.GetFullPath(Store[StoreAddress.SqliteScheme.Length..])
            : Store,
        Artifacts = Artifacts is null || Artifacts.Contains("://", StringComparison.Ordinal) ? Artifacts : Path.GetFullPath(Artifacts),
        SecretsKey = SecretsKey is null ? null : Path.GetFullPath(SecretsKey),
    };
}
