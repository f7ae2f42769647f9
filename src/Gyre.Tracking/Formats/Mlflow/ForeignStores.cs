using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow.Database;
using Gyre.Tracking.Formats.Mlflow.Folder;
using Gyre.Tracking.Formats.Mlflow.Http;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>How to read an MLflow store.</summary>
public sealed record ForeignStoreOptions
{
    /// <summary>Folders on this machine below which files may be taken, besides the store's own: URIs in the store may lead there and nowhere else.</summary>
    public IReadOnlyList<string> ArtifactRoots { get; init; } = [];

    /// <summary>Calls a server, with its headers (a token) set; the caller disposes it. Needed for <c>http</c> and <c>https</c> alone.</summary>
    public HttpClient? Client { get; init; }
}

/// <summary>Opens MLflow stores by their addresses.</summary>
public static class ForeignStores
{
    private const string Sqlite = "sqlite:///";

    /// <summary>Opens a store; nothing of it is read yet.</summary>
    /// <param name="address">A folder, a <c>file:</c> URI of one, <c>sqlite:///PATH</c>, or a server's <c>http(s)://</c> address.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidInputException">There is no such store, or it is of another kind.</exception>
    public static IForeignStore Open(string address, ForeignStoreOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentNullException.ThrowIfNull(options);
        if (address.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
            return new DatabaseStore(address[Sqlite.Length..], options.ArtifactRoots);
        if (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return new ServerStore(
                options.Client ?? throw new ArgumentException("Use an HTTP client to read from a server.", nameof(options)),
                ServerAddress(address));
        return ArtifactPlaces.PathOf(address) is { Length: > 0 } path
            ? new FolderStore(path, options.ArtifactRoots)
            : throw new InvalidInputException(
                "import.address",
                $"'{RemarkList.Shown(address)}' is not a valid source.",
                "Use a folder 'mlruns', 'sqlite:///FILE' or 'http://SERVER'.");
    }

    private static Uri ServerAddress(string address) => Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
        ? uri
        : throw new InvalidInputException(
            "import.address", $"'{RemarkList.Shown(address)}' is not a valid server URL.", "Use http://HOST:PORT.");
}
