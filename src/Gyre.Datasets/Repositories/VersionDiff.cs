using System.Globalization;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Compares two versions by their manifests, and by their schemas and examples, which are pulled for it.</summary>
internal sealed class VersionDiff(IDatasetPlace place, DatasetManifest from, DatasetManifest to)
{
    public async Task<DatasetDifference> RunAsync(CancellationToken cancellationToken)
    {
        var (before, after) = (ByPath(from), ByPath(to));
        var difference = new DatasetDifference
        {
            From = from.Version,
            To = to.Version,
            Added = [.. to.Files.Where(file => !before.ContainsKey(file.Path))],
            Removed = [.. from.Files.Where(file => !after.ContainsKey(file.Path))],
            Changed = [.. to.Files.Where(file => before.TryGetValue(file.Path, out var known) && !IsSame(known, file))],
        };
        var folder = Directory.CreateTempSubdirectory("gyre-diff-").FullName;
        try
        {
            var first = await OpenAsync(from, Path.Join(folder, "from"), cancellationToken);
            var second = await OpenAsync(to, Path.Join(folder, "to"), cancellationToken);
            return difference with
            {
                Schema = SchemaDiff.Of(first.Schema, second.Schema),
                Examples = await new ExampleDiff(first, before, second, after).RunAsync(cancellationToken),
            };
        }
        catch (InvalidInputException refused)
        {
            return difference with { Unreadable = refused.Diagnostics[0].Message };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The schema and the examples of a version; not its files and splits.</summary>
    private async Task<DatasetExamples> OpenAsync(DatasetManifest manifest, string folder, CancellationToken cancellationToken)
    {
        await VersionTable.PullAsync(place, manifest, folder, cancellationToken);
        return await DatasetExamples.OpenAsync(folder, cancellationToken);
    }

    private static Dictionary<string, DatasetFile> ByPath(DatasetManifest manifest) =>
        manifest.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);

    /// <summary>Of files that nobody hashed the size is all that is known.</summary>
    private static bool IsSame(DatasetFile one, DatasetFile other) => one.Digest.IsEmpty || other.Digest.IsEmpty
        ? one.SizeInBytes == other.SizeInBytes
        : one.Digest == other.Digest;
}

/// <summary>Compares two schemas.</summary>
internal static class SchemaDiff
{
    public static SchemaDifference Of(DatasetSchema from, DatasetSchema to)
    {
        var (before, after) = (ByName(from), ByName(to));
        return new SchemaDifference(
            [.. after.Keys.Where(name => !before.ContainsKey(name))],
            [.. before.Keys.Where(name => !after.ContainsKey(name))],
            [.. before.Where(pair => after.ContainsKey(pair.Key)).SelectMany(pair => Changes(pair.Value, after[pair.Key]))]);
    }

    /// <summary>Of two with one name the first one counts.</summary>
    private static OrderedDictionary<string, DatasetElement> ByName(DatasetSchema schema)
    {
        var elements = new OrderedDictionary<string, DatasetElement>(StringComparer.Ordinal);
        foreach (var element in schema.Elements)
            elements.TryAdd(element.Name, element);
        return elements;
    }

    private static IEnumerable<ElementChange> Changes(DatasetElement from, DatasetElement to) =>
        Texts(from).Zip(Texts(to)).Where(static pair => pair.First.Text != pair.Second.Text)
            .Select(pair => new ElementChange(from.Name, pair.First.Property, pair.First.Text, pair.Second.Text));

    private static (string Property, string Text)[] Texts(DatasetElement element) =>
    [
        ("role", Word(element.Role)), ("type", Word(element.Type)), ("required", element.IsRequired ? "true" : "false"),
        ("nullable", element.IsNullable ? "true" : "false"), ("multi_value", Word(element.MultiValue)),
        ("num_classes", element.NumClasses?.ToString(CultureInfo.InvariantCulture) ?? "none"),
    ];

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value).Replace('-', '_');
}
