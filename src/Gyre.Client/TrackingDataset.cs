using System.Security.Cryptography;
using System.Text.Json;

namespace Gyre.Client;

/// <summary>Data that a run uses. Within an experiment it is known by its name and its digest; what is said of it first counts.</summary>
public sealed record TrackingDataset
{
    /// <summary>The longest <see cref="Digest"/>, in characters.</summary>
    public const int MaxDigest = 36;

    /// <summary>The longest <see cref="Name"/>, in characters.</summary>
    public const int MaxName = 500;

    /// <summary>Its name for people, 1 to <see cref="MaxName"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>Tells versions of it apart: 1 to <see cref="MaxDigest"/> characters, for example the beginning of a hash of its content.</summary>
    public required string Digest { get; init; }

    /// <summary>The kind of place it comes from: <c>local</c> (the default), <c>http</c>, <c>s3</c> or a name of your own.</summary>
    public string SourceType { get; init; } = "local";

    /// <summary>Where it comes from, as JSON that the kind of place explains. Default <c>{}</c>.</summary>
    public string Source { get; init; } = "{}";

    /// <summary>Its columns and types, as JSON; null when nothing is said.</summary>
    public string? Schema { get; init; }

    /// <summary>Numbers about it (rows, means), as JSON; null when nothing is said.</summary>
    public string? Profile { get; init; }

    /// <summary>A file as data: named like the file, known by the first 32 digits of the SHA-256 of its content, which is read once.</summary>
    /// <param name="path">A file of this machine.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TrackingDataset OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var content = File.OpenRead(path);
        return new TrackingDataset
        {
            Name = Path.GetFileName(path),
            Digest = Convert.ToHexStringLower(SHA256.HashData(content))[..32],
            Source = $$"""{"uri":{{JsonSerializer.Serialize(Path.GetFullPath(path), Texts.TextJson.Default.String)}}}""",
        };
    }

    /// <exception cref="ArgumentException">The name or the digest is refused.</exception>
    internal void Check()
    {
        if (Name is not { Length: > 0 and <= MaxName })
            throw new ArgumentException($"A dataset name must have 1 to {MaxName} characters.");
        if (Digest is not { Length: > 0 and <= MaxDigest })
            throw new ArgumentException(
                $"The digest of dataset '{Name}' has {Digest?.Length ?? 0} characters; it must have 1 to {MaxDigest}. Use a prefix of "
                    + "a hash.");
    }
}
