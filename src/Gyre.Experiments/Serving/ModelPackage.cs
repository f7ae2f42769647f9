using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Serving;

/// <summary>The files of a model in one JSON document.</summary>
/// <param name="Format">Always <see cref="Word"/>, at the beginning.</param>
/// <param name="SchemaVersion">1.</param>
/// <param name="Files">By path, as Base64.</param>
internal sealed record ModelPackage(string Format, int SchemaVersion, ImmutableSortedDictionary<string, byte[]> Files)
{
    public const string Word = "gyre-trial-model";

    private const int MostFiles = 1000;

    private static ReadOnlySpan<byte> Beginning => "{\"format\":\"gyre-trial-model\""u8;

    public static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith(Beginning);

    /// <exception cref="InvalidInputException">A file is missing, or what the model needs is not in it.</exception>
    public static ModelPackage Of(IReadOnlyDictionary<string, byte[]> files)
    {
        var package = new ModelPackage(Word, 1, files.ToImmutableSortedDictionary(StringComparer.Ordinal));
        package.Check();
        return package;
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PackageJson.Default.ModelPackage);

    /// <exception cref="InvalidInputException">It is damaged, or what the model needs is not in it.</exception>
    public static ModelPackage Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            var package = JsonSerializer.Deserialize(content.Span, PackageJson.Default.ModelPackage);
            if (package is not { Format: Word, SchemaVersion: 1, Files.Count: <= MostFiles })
                throw new InvalidInputException("experiment.model", "The file is not the model of a trial that this program knows.");
            package.Check();
            return package;
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("experiment.model", $"The model of the trial is damaged: {exception.Message}");
        }
    }

    /// <summary>What it is.</summary>
    public ServedDocument Document() => Files.TryGetValue(ServedDocument.FileName, out var content)
        ? ServedDocument.Read(content)
        : throw new InvalidInputException(
            "experiment.model", $"The model has no '{ServedDocument.FileName}': an earlier version of the program trained it.",
            "Run the plan again with --no-cache.");

    private void Check()
    {
        var setup = Document().Setup;
        foreach (var block in setup.Transforms.Select(static transform => transform.Block).Prepend(setup.Model))
        {
            if (block.Source is not BuiltInSource)
                throw new InvalidInputException(
                    "experiment.model.hosted", $"'{block.Class}' is a component of your own, which Gyre cannot ask without its program.",
                    "Download the files with 'gyre model pull', and serve them with a program of yours: gyre deploy NAME --command.");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelPackage))]
internal sealed partial class PackageJson : JsonSerializerContext;
