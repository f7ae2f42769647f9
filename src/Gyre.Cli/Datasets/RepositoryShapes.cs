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
        ("uri", Value.Of(version.Uri)));

    public static MapValue Of(PushedVersion pushed) => Shape.Object(
        ("version", Of(pushed.Version)), ("new", Value.Of(pushed.IsNew)), ("sentFiles", Value.Of(pushed.SentFiles)),
        ("sentBytes", Value.Of(pushed.SentBytes)));

    public static MapValue Of(PulledVersion pulled, string folder) => Shape.Object(
        ("version", Of(pulled.Version)), ("folder", Value.Of(folder)), ("files", Value.Of(pulled.Files)),
        ("fetchedBytes", Value.Of(pulled.FetchedBytes)), ("changed", Value.Of(pulled.IsNew)));
}
