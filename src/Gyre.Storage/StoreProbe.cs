using Gyre.Core;
using Gyre.Storage.Blobs.S3;
using Gyre.Storage.Relational;
using Gyre.Storage.Relational.PostgreSql;
using Gyre.Storage.Relational.Sqlite;

namespace Gyre.Storage;

/// <summary>Looks whether the stores of a home are there, without making or changing anything.</summary>
public static class StoreProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What is wrong with the database, or null: a server that does not answer; a file that is cut off; or one that is empty or missing
    /// although the home holds work, so that
    /// opening it would make a new one beside it.
    /// </summary>
    /// <exception cref="InvalidInputException">The address is no address.</exception>
    public static async Task<string?> DatabaseAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StoreAddress.Parse(options.Store, options.Home) switch
        {
            PostgreSqlAddress server => await PgProbe.AskAsync(server, Patience, cancellationToken),
            SqliteAddress file => SqliteProbe.Look(Path.GetFullPath(file.Path), HoldsWork(options)),
            _ => null,
        };
    }

    /// <summary>What is wrong with the place of artifacts, or null: a bucket that does not answer, is missing or refuses.</summary>
    /// <exception cref="InvalidInputException">The address is no address, or there are no credentials.</exception>
    public static async Task<string?> ArtifactsAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Artifacts is not { } place || !place.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
            return null;
        var address = S3Address.Parse(place);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var calls = new S3Calls(address, TimeProvider.System, TimeSpan.Zero);
            await calls.ListAsync("", null, limit.Token);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} did not answer within {Patience.TotalSeconds:0} seconds";
        }
    }

    private static bool HoldsWork(StorageOptions options) =>
        new[] { Path.Join(options.Home, "attempts"), Path.Join(options.Home, "snapshots"),
            Path.Join(options.Artifacts ?? Path.Join(options.Home, "artifacts"), "sha256") }
            .Any(static folder => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());
}
