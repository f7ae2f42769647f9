using Gyre.Cli.Forms;
using Gyre.Cli.Tracking;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Models;

/// <summary>Registered models as JSON shows them.</summary>
internal static class ModelShapes
{
    public static Value Of(RegisteredModel model) => Shape.Object(
        ("name", Value.Of(model.Name)),
        ("description", Shape.Text(model.Description)),
        ("created_at", Shape.Time(model.CreatedAt)),
        ("updated_at", Shape.Time(model.UpdatedAt)),
        ("tags", TrackingShapes.Map(model.Tags)),
        ("aliases", new MapValue([.. model.Aliases.Select(alias => new KeyValuePair<string, Value>(alias.Alias, Value.Of(alias.Version)))])),
        ("latest_versions", Shape.List(model.LatestVersions, Of)));

    public static Value Of(ModelVersion version) => Shape.Object(
        ("name", Value.Of(version.Name)),
        ("version", Value.Of(version.Version)),
        ("stage", Value.Of(Shown.Word(version.Stage))),
        ("description", Shape.Text(version.Description)),
        ("source", Value.Of(version.Source)),
        ("location", Value.Of(version.Location)),
        ("run_id", Value.Of(version.RunId)),
        ("created_at", Shape.Time(version.CreatedAt)),
        ("updated_at", Shape.Time(version.UpdatedAt)),
        ("tags", TrackingShapes.Map(version.Tags)));
}
