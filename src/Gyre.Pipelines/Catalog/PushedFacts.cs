using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Pipelines.Catalog;

/// <summary>What a home keeps of a version that was pushed, beside its files.</summary>
internal static class PushedFacts
{
    public static MapValue Write(RepositoryVersion version) => new(
    [
        new("digest", Value.Of(version.Digest.ToString())),
        new("description", Value.Of(version.Description)),
        new("examples", version.Examples is { } examples ? Value.Of(examples) : Value.Null),
        new("size", Value.Of(version.SizeInBytes)),
        new("elements", Value.Of(version.Elements.Select(static element => (Value)new MapValue(
        [
            new("name", Value.Of(element.Name)), new("role", Value.Of(element.Role)), new("type", Value.Of(element.Type)),
        ])))),
        new("splits", Value.Of(version.Splits.Select(Value.Of))),
        .. version.Source is { } source ? [new("source", Of(source))] : Array.Empty<KeyValuePair<string, Value>>(),
    ]);

    /// <summary>The version with what was kept; null when the digest is missing.</summary>
    public static RepositoryVersion? Read(MapValue details, RepositoryVersion version) =>
        !Digest.TryParse(TextOf(details, "digest"), out var digest)
            ? null
            : version with
            {
                Digest = digest,
                Description = TextOf(details, "description"),
                Examples = NumberOf(details, "examples"),
                SizeInBytes = NumberOf(details, "size") ?? 0,
                Elements =
                [
                    .. ItemsOf(details, "elements").OfType<MapValue>().Select(static element => new DatasetElementFact(
                        TextOf(element, "name"), TextOf(element, "role"), TextOf(element, "type"))),
                ],
                Splits = [.. ItemsOf(details, "splits").OfType<TextValue>().Select(static split => split.Text)],
                Source = details.Find("source") is MapValue source && Digest.TryParse(TextOf(source, "digest"), out var asked)
                    ? new VersionSource(TextOf(source, "uri"), asked, TextOf(source, "query"))
                    : null,
            };

    private static MapValue Of(VersionSource source) => new(
    [
        new("uri", Value.Of(source.Uri)), new("digest", Value.Of(source.Digest.ToString())), new("query", Value.Of(source.Query)),
    ]);

    private static string TextOf(MapValue map, string name) => map.Find(name) is TextValue { Text: var text } ? text : "";

    private static long? NumberOf(MapValue map, string name) => map.Find(name) is IntegerValue { Number: var number } ? (long)number : null;

    private static ImmutableArray<Value> ItemsOf(MapValue map, string name) => map.Find(name) is ListValue list ? list.Items : [];
}
