using System.Collections.Immutable;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Versions of datasets as JSON: docs/reference/cli-output.md.</summary>
internal static class RepositoryShapes
{
    public static MapValue Of(RepositoryVersion version) => Shape.Object(
        ("dataset", Value.Of(version.Dataset)),
        ("version", version.IsPlain ? Value.Null : Value.Of(version.Version)),
        ("digest", version.IsPlain ? Value.Null : Value.Of(version.Digest.ToString())),
        ("createdAt", version.IsPlain ? Value.Null : Shape.Time(version.CreatedAt)),
        ("description", Value.Of(version.Description)),
        ("examples", Shape.Integer(version.Examples)),
        ("files", Value.Of(version.FileCount)),
        ("sizeBytes", Value.Of(version.SizeInBytes)),
        ("elements", Shape.List(version.Elements, static element => Shape.Object(
            ("name", Value.Of(element.Name)), ("role", Value.Of(element.Role)), ("type", Value.Of(element.Type))))),
        ("splits", Shape.List(version.Splits, Value.Of)),
        ("tags", Shape.List(version.Tags, Value.Of)),
        ("source", version.Source is { } source
            ? Shape.Object(
                ("uri", Value.Of(source.Uri)), ("digest", Value.Of(source.Digest.ToString())), ("query", Value.Of(source.Query)))
            : Value.Null),
        ("uri", Value.Of(version.Uri)));

    public static MapValue Of(PushedVersion pushed) => Shape.Object(
        ("version", Of(pushed.Version)), ("new", Value.Of(pushed.IsNew)), ("sentFiles", Value.Of(pushed.SentFiles)),
        ("sentBytes", Value.Of(pushed.SentBytes)));

    public static MapValue Of(PulledVersion pulled, string folder) => Shape.Object(
        ("version", Of(pulled.Version)), ("folder", Value.Of(folder)), ("files", Value.Of(pulled.Files)),
        ("fetchedBytes", Value.Of(pulled.FetchedBytes)), ("changed", Value.Of(pulled.IsNew)));

    public static MapValue Of(DatasetDifference difference) => Shape.Object(
        ("from", Of(difference.From)),
        ("to", Of(difference.To)),
        ("same", Value.Of(difference.IsSame)),
        ("files", Shape.Object(
            ("added", Shape.List(difference.Added, Of)), ("removed", Shape.List(difference.Removed, Of)),
            ("changed", Shape.List(difference.Changed, Of)))),
        ("schema", difference.Schema is { } schema ? Of(schema) : Value.Null),
        ("examples", difference.Examples is { } examples ? Of(examples) : Value.Null),
        ("unreadable", Shape.Text(difference.Unreadable)));

    private static MapValue Of(DatasetFile file) => Shape.Object(
        ("path", Value.Of(file.Path)), ("sizeBytes", Value.Of(file.SizeInBytes)),
        ("digest", file.Digest.IsEmpty ? Value.Null : Value.Of(file.Digest.ToString())));

    private static MapValue Of(SchemaDifference schema) => Shape.Object(
        ("added", Shape.List(schema.Added, Value.Of)),
        ("removed", Shape.List(schema.Removed, Value.Of)),
        ("changed", Shape.List(schema.Changed, static change => Shape.Object(
            ("element", Value.Of(change.Element)), ("property", Value.Of(change.Property)), ("from", Value.Of(change.From)),
            ("to", Value.Of(change.To))))));

    private static MapValue Of(ExampleDifference examples) => Shape.Object(
        ("added", Value.Of(examples.Added)), ("removed", Value.Of(examples.Removed)), ("changed", Value.Of(examples.Changed)),
        ("same", Value.Of(examples.Same)), ("addedIds", Ids(examples.AddedIds)), ("removedIds", Ids(examples.RemovedIds)),
        ("changedIds", Ids(examples.ChangedIds)));

    private static Value Ids(ImmutableArray<Guid> ids) =>
        Shape.List(ids, static id => Value.Of(id.ToString("D", CultureInfo.InvariantCulture)));
}
