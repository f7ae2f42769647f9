using Gyre.Core;

namespace Gyre.Storage.Relational;

/// <summary>Where the relational store is, read from the option's text.</summary>
internal abstract record StoreAddress
{
    /// <summary>What the address of an embedded store starts with.</summary>
    public const string SqliteScheme = "sqlite:";

    private const string Remedy = "Use sqlite:PATH or postgres://user:password@host:port/database.";

    /// <exception cref="InvalidInputException">It is neither form (code <c>store.address</c>). The text is not repeated: it may hold a password.</exception>
    public static StoreAddress Parse(string? text, string home)
    {
        if (text is null)
            return new SqliteAddress(Path.Join(home, "gyre.db"));
        if (text.StartsWith(SqliteScheme, StringComparison.Ordinal))
            return ParseSqlite(text[SqliteScheme.Length..]);
        foreach (var scheme in (string[])["postgres://", "postgresql://"])
        {
            if (text.StartsWith(scheme, StringComparison.Ordinal))
                return ParsePostgreSql(text[scheme.Length..]);
        }
        throw Refuse("The store address must start with 'sqlite:' or 'postgres://'.");
    }

    private static SqliteAddress ParseSqlite(string path) =>
        path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? throw Refuse("The path after 'sqlite:' is empty or not a valid path.") : new SqliteAddress(path);

    // By hand, because the framework's parser repeats the whole text, password included, in its errors.
    private static PostgreSqlAddress ParsePostgreSql(string rest)
    {
        var at = rest.LastIndexOf('@');
        if (at < 0)
            throw Refuse("The database address has no user.");
        var (user, password) = SplitPair(rest[..at], ':');
        var (place, query) = SplitPair(rest[(at + 1)..], '?');
        var (server, database) = SplitPair(place, '/');
        var (host, port) = ParseServer(server);
        if (user.Length == 0 || host.Length == 0 || string.IsNullOrEmpty(database))
            throw Refuse("The database address must contain a user, a host and a database.");
        return new PostgreSqlAddress(Decode(user), password is null ? null : Decode(password), host, port, Decode(database), ParseQuery(query));
    }

    private static (string Host, int Port) ParseServer(string server)
    {
        var end = server.StartsWith('[') ? server.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = server.IndexOf(':', end + 1);
        var host = (colon < 0 ? server : server[..colon]).Trim('[', ']');
        if (colon < 0)
            return (host, 5432);
        return int.TryParse(server.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out var port) && port is > 0 and < 65536
            ? (host, port)
            : throw Refuse("The database address has an invalid port.");
    }

    private static bool ParseQuery(string? query) => query switch
    {
        null or "" or "sslmode=prefer" => false,
        "sslmode=require" => true,
        _ => throw Refuse("The database address has an unknown option; only 'sslmode=require' is supported."),
    };

    private static string Decode(string text)
    {
        var decoded = Uri.UnescapeDataString(text);
        return decoded.Contains('\0', StringComparison.Ordinal) ? throw Refuse("The database address contains a NUL character.") : decoded;
    }

    private static (string First, string? Second) SplitPair(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static InvalidInputException Refuse(string message) => new("store.address", message, Remedy);
}

/// <summary>A file on this machine.</summary>
internal sealed record SqliteAddress(string Path) : StoreAddress;

/// <summary>A database of a server.</summary>
internal sealed record PostgreSqlAddress(string User, string? Password, string Host, int Port, string Database, bool RequireTls) : StoreAddress
{
    /// <summary>The address for people: without user and password.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";
}
