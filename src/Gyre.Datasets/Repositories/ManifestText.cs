using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Manifests as JSON. What is read comes from outside, so it is checked whole.</summary>
internal static class ManifestText
{
    /// <summary>The longest text of a manifest, in bytes.</summary>
    public const int MaxBytes = 256 << 20;

    private const int Format = 1;

    public static byte[] Write(DatasetManifest manifest)
    {
        var version = manifest.Version;
        return JsonSerializer.SerializeToUtf8Bytes(
            new ManifestDocument(
                Format, version.Dataset, version.Version, version.Digest, version.CreatedAt, version.Description, version.Examples,
                version.SizeInBytes, version.Elements, version.Splits, manifest.Files)
            {
                Source = version.Source,
            },
            ManifestJson.Default.ManifestDocument);
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="dataset">The dataset in whose place it was found.</param>
    /// <param name="version">The version under whose name it was found.</param>
    /// <exception cref="InvalidInputException">It is not a valid manifest of this version (code <c>dataset.manifest</c>).</exception>
    public static DatasetManifest Read(ReadOnlySpan<byte> json, string dataset, string version)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, ManifestJson.Default.ManifestDocument) ?? throw new JsonException("It is null.");
            return Check(read, dataset, version);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refuse(dataset, version, "it is not JSON as Gyre writes it");
        }
    }

    private static DatasetManifest Check(ManifestDocument read, string dataset, string version)
    {
        if (read.Format != Format)
            throw Refuse(dataset, version, "it was written by a newer version of Gyre, or by another program");
        if (read.Dataset != dataset || read.Version != version)
            throw Refuse(dataset, version, "it is that of another dataset or version");
        var files = read.Files.IsDefault ? [] : read.Files;
        if (ProblemOf(files) is { } problem)
            throw Refuse(dataset, version, problem);
        if (DatasetManifest.DigestOf(files) != read.Digest)
            throw Refuse(dataset, version, "its digest is not that of its files");
        var elements = read.Elements.IsDefault ? [] : read.Elements;
        return new DatasetManifest(
            new RepositoryVersion
            {
                Dataset = dataset,
                Version = version,
                Digest = read.Digest,
                CreatedAt = read.CreatedAt,
                Description = read.Description,
                Examples = read.Examples,
                FileCount = files.Length,
                SizeInBytes = files.Sum(static file => file.SizeInBytes),
                Elements = elements,
                Splits = read.Splits.IsDefault ? [] : read.Splits,
                Source = read.Source,
            },
            files);
    }

    /// <summary>What is wrong with a list of files; null when nothing is.</summary>
    public static string? ProblemOf(ImmutableArray<DatasetFile> files)
    {
        if (files.Length > DatasetManifest.MaxFiles)
            return $"it has more than {DatasetManifest.MaxFiles} files";
        var folders = new HashSet<string>(StringComparer.Ordinal);
        string? before = null;
        foreach (var file in files)
        {
            if (file is null || !SafePath.TryParse(file.Path, out var path, out var reason))
                return $"it names a file outside of its folder, or with a name that not every system knows ('{Short(file?.Path)}')";
            if (path.ToString() != file.Path || file.SizeInBytes < 0 || file.Digest.IsEmpty)
                return $"its entry for '{Short(file.Path)}' is not valid";
            if (before is not null && string.CompareOrdinal(before, file.Path) >= 0)
                return "its paths are not in ordinal order, each once";
            before = file.Path;
            for (var at = file.Path.IndexOf('/', StringComparison.Ordinal); at > 0; at = file.Path.IndexOf('/', at + 1))
                folders.Add(file.Path[..at]);
        }
        return files.Any(file => folders.Contains(file.Path)) ? "a path in it is both a file and a folder" : null;
    }

    public static InvalidInputException Refuse(string dataset, string version, string reason) => new(
        "dataset.manifest", $"The manifest of version '{version}' of dataset '{dataset}' is not valid: {reason}.",
        "Push the version again under another name, and remove this one.");

    private static string Short(string? text) => text is null ? "" : text.Length <= 100 ? text : text[..100] + "...";
}

/// <summary>A manifest as it is kept. The list of files stands last.</summary>
internal sealed record ManifestDocument(
    int Format, string Dataset, string Version, Digest Digest, DateTimeOffset CreatedAt, string Description, long? Examples,
    long SizeInBytes, ImmutableArray<DatasetElementFact> Elements, ImmutableArray<string> Splits, ImmutableArray<DatasetFile> Files)
{
    /// <summary>What the version was made of; absent for most.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VersionSource? Source { get; init; }
}

/// <summary>A tag as it is kept.</summary>
internal sealed record TagDocument(string Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(TagDocument))]
internal sealed partial class ManifestJson : JsonSerializerContext;
