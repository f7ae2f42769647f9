using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>A wish to make a file part of a dataset version.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Version">Name of the version; it is made when it is not there.</param>
public sealed record DatasetMembership(string Dataset, string Version)
{
    /// <summary>An earlier version of the same dataset whose files come first, by name or alias; null for none.</summary>
    public string? From { get; init; }

    /// <summary>Names of files of that version that are left out.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Aliases that move to the new version.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>What a file's properties ask for; everything else in them is only kept.</summary>
/// <param name="Tags">Tags.</param>
/// <param name="Aliases">Names that shall point to the file.</param>
/// <param name="Datasets">Versions it shall be part of.</param>
/// <param name="Problems">What could not be read, in words.</param>
public sealed record FileProperties(
    ImmutableArray<string> Tags, ImmutableArray<string> Aliases, ImmutableArray<DatasetMembership> Datasets, ImmutableArray<string> Problems)
{
    private const int LongestName = 200;
    private const string TagsKey = "valohai.tags";
    private const string AliasKey = "valohai.alias";
    private const string DatasetsKey = "valohai.dataset-versions";
    private const string ModelsKey = "valohai.model-versions";

    /// <summary>Reads the properties of a file; null is a file without any.</summary>
    public static FileProperties Read(Value? properties)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (properties is not MapValue map)
            return new FileProperties([], [], [], []);
        if (map.Find(ModelsKey) is not null)
            problems.Add($"'{ModelsKey}' is kept but has no effect");
        return new FileProperties(
            Names(map.Find(TagsKey), TagsKey, problems),
            Names(map.Find(AliasKey), AliasKey, problems),
            [.. Items(map.Find(DatasetsKey)).Select(item => ReadMembership(item, problems)).OfType<DatasetMembership>()],
            problems.ToImmutable());
    }

    /// <summary>Reads <c>dataset://NAME/VERSION</c>.</summary>
    public static bool TryReadVersion(string uri, out string dataset, out string version)
    {
        (dataset, version) = ("", "");
        const string Scheme = "dataset://";
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var slash = uri.LastIndexOf('/');
        if (slash < Scheme.Length)
            return false;
        (dataset, version) = (uri[Scheme.Length..slash], uri[(slash + 1)..]);
        return IsName(dataset) && IsName(version);
    }

    private static DatasetMembership? ReadMembership(Value item, ImmutableArray<string>.Builder problems)
    {
        var uri = item is MapValue keys ? keys.Find("uri") : item;
        if (uri is not TextValue { Text: var text } || !TryReadVersion(text, out var dataset, out var version) || version == "latest")
        {
            problems.Add($"'{uri}' in '{DatasetsKey}' is not a valid 'dataset://NAME/VERSION' URI");
            return null;
        }
        if (item is not MapValue map)
            return new DatasetMembership(dataset, version);
        return new DatasetMembership(dataset, version)
        {
            From = map.Find("start_fresh") is BooleanValue { Flag: true } ? null : FromOf(map.Find("from"), dataset, problems),
            Exclude = [.. Items(map.Find("exclude")).OfType<TextValue>().Select(name => name.Text)],
            Aliases = Names(map.Find("targeting_aliases"), "targeting_aliases", problems),
        };
    }

    /// <summary>The whole address, or the version's name alone.</summary>
    private static string? FromOf(Value? value, string dataset, ImmutableArray<string>.Builder problems)
    {
        if (value is not TextValue { Text: { Length: > 0 } text })
            return null;
        if (!text.Contains("://", StringComparison.Ordinal))
            return text;
        if (TryReadVersion(text, out var other, out var version) && other == dataset)
            return version;
        problems.Add($"'from: {text}' does not refer to a version of dataset '{dataset}'");
        return null;
    }

    private static ImmutableArray<string> Names(Value? value, string key, ImmutableArray<string>.Builder problems)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(value))
        {
            if (item is TextValue { Text: var name } && IsName(name))
                names.Add(name);
            else
                problems.Add($"'{item}' in '{key}' is not a valid name");
        }
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && !text.Any(char.IsControl);

    private static ImmutableArray<Value> Items(Value? value) => value switch
    {
        null or NullValue => [],
        ListValue list => list.Items,
        _ => [value],
    };
}
