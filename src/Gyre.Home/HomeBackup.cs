using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Home;

/// <summary>
/// Backs up a home while it is at work, and restores it. The store is copied first, as it is at one moment; then the attempts that have
/// ended; then the artifacts. What an earlier part names was stored before it was named, so it is in a later part. Attempts that run are
/// left out: in the restored home they start again.
/// </summary>
/// <param name="storage">The home.</param>
/// <param name="clock">Time of the backup.</param>
public sealed class HomeBackup(StorageOptions storage, TimeProvider clock)
{
    private const string Database = "gyre.db";
    private const string SecretKey = "secrets.key";
    private static readonly string[] OtherFiles = [HomeLimits.FileName, SecretKey];

    /// <summary>Makes a backup.</summary>
    /// <param name="folder">A folder that does not exist yet, or is empty; outside of the home.</param>
    /// <param name="request">What is left out.</param>
    /// <param name="cancellationToken">Gives up; what was written so far is no complete backup.</param>
    /// <exception cref="InvalidInputException">The folder is not empty, or there is no home.</exception>
    /// <exception cref="BlobCorruptException">An artifact is damaged; the backup is not complete.</exception>
    public async Task<BackupManifest> CreateAsync(string folder, BackupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireHome();
        RequireEmpty(folder, "backup.taken");
        RequireOutside(folder);
        var now = clock.GetUtcNow();
        HomeFiles.CreateFolder(folder);
        var database = await CopyDatabaseAsync(folder, cancellationToken);
        var attempts = CopyAttempts(storage.Home, folder, cancellationToken);
        var files = OtherFiles
            .Where(name => (name != SecretKey || request.WithSecretKey) && File.Exists(Path.Join(storage.Home, name)))
            .Select(name => HomeFiles.Copy(Path.Join(storage.Home, name), Path.Join(folder, name), name))
            .ToList();
        var artifacts = request.WithArtifacts ? await CopyContentsAsync(storage, new StorageOptions { Home = folder }, cancellationToken)
            : null;
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            CreatedAt = now,
            Version = request.Version,
            Database = database,
            Artifacts = artifacts,
            Attempts = attempts,
            HoldsSecretKey = files.Any(static file => file.Name == SecretKey),
            Files = files,
        };
        manifest.Write(folder);
        return manifest;
    }

    /// <summary>Restores a backup into the home, which must be empty. When it fails the home is as it was.</summary>
    /// <param name="folder">The folder of the backup.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The folder is no complete backup, something in it is damaged, or the home is not
    /// empty.</exception>
    public async Task<BackupManifest> RestoreAsync(string folder, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(folder);
        var store = StoreCopy.PathOf(storage);
        RequireFitting(manifest, store);
        RequireEmpty(storage.Home, "home.not-empty");
        if (store is not null && File.Exists(store))
            throw new InvalidInputException(
                "home.not-empty", $"The store '{store}' exists already.", "Restore into a new home, or remove the store first.");
        foreach (var file in manifest.Files.Concat(manifest.Database is { } database ? [database] : []))
            await CheckAsync(folder, file, cancellationToken);
        var wasThere = Directory.Exists(storage.Home);
        try
        {
            HomeFiles.CreateFolder(storage.Home);
            CopyAttempts(folder, storage.Home, cancellationToken);
            foreach (var file in manifest.Files)
                HomeFiles.Copy(Path.Join(folder, file.Name), Path.Join(storage.Home, file.Name), file.Name);
            if (manifest.Artifacts is { } expected)
                await RestoreContentsAsync(folder, expected, cancellationToken);
            // Last: a home is there when its store is.
            if (store is not null)
                HomeFiles.Copy(Path.Join(folder, Database), store, Database);
            return manifest;
        }
        catch
        {
            Directory.Delete(storage.Home, recursive: true);
            if (wasThere)
                HomeFiles.CreateFolder(storage.Home);
            throw;
        }
    }

    private async Task RestoreContentsAsync(string folder, BackupContents expected, CancellationToken cancellationToken)
    {
        try
        {
            var restored = await CopyContentsAsync(new StorageOptions { Home = folder }, storage, cancellationToken);
            if (restored != expected)
                throw Damaged($"it holds {restored.Count} artifacts of {restored.Bytes} bytes instead of {expected.Count} of "
                    + $"{expected.Bytes} bytes");
        }
        catch (BlobCorruptException exception)
        {
            throw Damaged($"artifact {exception.Digest} has other bytes than its digest says");
        }
    }

    /// <summary>Reads all contents of a store, which checks their digests, and stores them in another.</summary>
    private async Task<BackupContents> CopyContentsAsync(StorageOptions from, StorageOptions to, CancellationToken cancellationToken)
    {
        using var source = await GyreStore.OpenBlobsAsync(from, clock, cancellationToken);
        using var target = await GyreStore.OpenBlobsAsync(to, clock, cancellationToken);
        var (count, bytes) = (0L, 0L);
        await foreach (var (blob, _) in source.ListAsync(cancellationToken))
        {
            BlobInfo stored;
            try
            {
                await using var content = await source.OpenReadAsync(blob.Digest, 0, cancellationToken);
                stored = await target.PutAsync(content, cancellationToken);
            }
            catch (BlobMissingException)
            {
                // Collected meanwhile: nothing named it any more.
                continue;
            }
            if (stored.Digest != blob.Digest)
                throw new BlobCorruptException(blob.Digest);
            count++;
            bytes += stored.SizeInBytes;
        }
        return new BackupContents(count, bytes);
    }

    private async Task<BackupFile?> CopyDatabaseAsync(string folder, CancellationToken cancellationToken)
    {
        if (StoreCopy.PathOf(storage) is not { } source)
            return null;
        var target = Path.Join(folder, Database);
        await StoreCopy.WriteAsync(source, target, cancellationToken);
        return HomeFiles.Describe(target, Database);
    }

    private static int CopyAttempts(string from, string to, CancellationToken cancellationToken)
    {
        var source = new DirectoryInfo(Path.Join(from, "attempts"));
        if (!source.Exists)
            return 0;
        HomeFiles.CreateFolder(Path.Join(to, "attempts"));
        var count = 0;
        foreach (var attempt in source.EnumerateDirectories())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (AttemptBackup.TryCopy(attempt.FullName, Path.Join(to, "attempts", attempt.Name)))
                count++;
        }
        return count;
    }

    private static async Task CheckAsync(string folder, BackupFile file, CancellationToken cancellationToken)
    {
        if (!SafePath.TryParse(file.Name, out var name, out _) || name.Segments.Length != 1)
            throw Damaged("its manifest names a file outside of it");
        var path = name.Under(folder);
        if (!File.Exists(path))
            throw Damaged($"'{file.Name}' is missing");
        await using var stream = File.OpenRead(path);
        if (Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken)) != file.Digest)
            throw Damaged($"'{file.Name}' has other bytes than the manifest says");
    }

    private static void RequireFitting(BackupManifest manifest, string? store)
    {
        if (manifest.Database is null && store is not null)
            throw new InvalidInputException(
                "backup.no-database", "The backup holds no database: its home used one of a server.",
                "Restore the dump of the database first, then give its address with --store postgres://...");
        if (manifest.Database is not null && store is null)
            throw new InvalidInputException(
                "backup.database", "The backup holds an embedded database, which cannot be restored into PostgreSQL.",
                    "Omit --store, or give --store sqlite:PATH.");
    }

    private void RequireHome()
    {
        if (StoreCopy.PathOf(storage) is { } store ? !File.Exists(store) : !Directory.Exists(storage.Home))
            throw new InvalidInputException("home.missing", $"No home exists at '{storage.Home}'.", "Set --home to the home to back up.");
    }

    private void RequireOutside(string folder)
    {
        var inside = Path.GetRelativePath(storage.Home, folder);
        if (!Path.IsPathRooted(inside) && inside.Split(Path.DirectorySeparatorChar)[0] != "..")
            throw new InvalidInputException(
                "backup.inside", "The backup would lie in the home itself.",
                    "Name a folder outside of the home, on another disk if there is one.");
    }

    private static void RequireEmpty(string folder, string code)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new InvalidInputException(
                code, $"'{folder}' is not an empty folder.", "Name a folder that does not exist yet; nothing is overwritten.");
    }

    private static InvalidInputException Damaged(string reason) =>
        new("backup.damaged", $"The backup is damaged: {reason}.", "Use another backup.");
}

/// <summary>What a backup holds.</summary>
public sealed record BackupRequest
{
    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>False leaves the artifacts out: for a store that is backed up by itself, such as a bucket with versions.</summary>
    public bool WithArtifacts { get; init; } = true;

    /// <summary>False leaves out the key that secrets are encrypted with; it must then be kept elsewhere.</summary>
    public bool WithSecretKey { get; init; } = true;
}
