using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Home;

/// <summary>What a backup of a home holds: <c>manifest.json</c> in its folder. It is written last, so a backup without it is not
/// complete.</summary>
public sealed record BackupManifest
{
    /// <summary>The file in the folder of a backup.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>The format of the backup.</summary>
    public required int Format { get; init; }

    /// <summary>When it was begun: what was acknowledged before is in it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string Version { get; init; }

    /// <summary>The copy of the embedded store; null when the home uses a database of a server, which is backed up by itself.</summary>
    public BackupFile? Database { get; init; }

    /// <summary>Contents of the artifact store in the backup; null when they were left out.</summary>
    public BackupContents? Artifacts { get; init; }

    /// <summary>Attempts that had ended, with their logs and metadata.</summary>
    public required int Attempts { get; init; }

    /// <summary>Whether it holds the key that secrets of the home are encrypted with. Without it they cannot be read after a
    /// restore.</summary>
    public required bool HoldsSecretKey { get; init; }

    /// <summary>Other files of the home.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Writes it.</summary>
    internal void Write(string folder)
    {
        using var stream = new FileStream(Path.Join(folder, FileName), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, this, Json);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads the manifest of a backup.</summary>
    /// <exception cref="InvalidInputException">The folder is no complete backup, or one of a later program.</exception>
    public static BackupManifest Read(string folder)
    {
        var file = Path.Join(folder, FileName);
        if (!File.Exists(file))
            throw new InvalidInputException(
                "backup.incomplete", $"'{folder}' is not a complete backup: it has no {FileName}.",
                    "Name the folder that 'gyre backup' wrote, or make the backup again.");
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(file), Json) ?? throw new JsonException("null");
            return manifest.Format == CurrentFormat
                ? manifest
                : throw new InvalidInputException(
                    "backup.format", $"The backup has format {manifest.Format}; this program knows {CurrentFormat}.",
                        "Restore it with the program that made it, or a later one.");
        }
        catch (JsonException)
        {
            throw new InvalidInputException("backup.damaged", $"'{file}' cannot be read.", "Use another backup.");
        }
    }
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">In the folder of the backup, and in that of the home.</param>
/// <param name="Digest">Its content.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BackupFile(string Name, Digest Digest, long Bytes);

/// <summary>Contents of the artifact store.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record BackupContents(long Count, long Bytes);
