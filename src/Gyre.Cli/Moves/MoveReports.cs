using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Cli.Moves;

/// <summary>What was taken in or written out, as tables and JSON show it.</summary>
internal static class MoveReports
{
    public static IReadOnlyList<(string Name, ImportCount Count)> Counts(ImportReport report) =>
    [
        ("experiments", report.Experiments), ("runs", report.Runs), ("params", report.Params), ("tags", report.Tags), ("points", report.Points), ("uses", report.Uses),
        ("files", report.Files), ("logged_models", report.LoggedModels), ("registered_models", report.RegisteredModels), ("model_versions", report.ModelVersions),
        ("aliases", report.Aliases),
    ];

    public static IReadOnlyList<(string Name, long Count)> Counts(FolderExportReport report) =>
    [
        ("experiments", report.Experiments), ("runs", report.Runs), ("points", report.Points), ("files", report.Files), ("logged_models", report.LoggedModels),
        ("model_versions", report.ModelVersions),
    ];

    public static Value Shape(ImportReport report) => Forms.Shape.Object(
    [
        .. Counts(report).Select(pair =>
            (pair.Name, (Value)Forms.Shape.Object(
                ("taken", Value.Of(pair.Count.Taken)), ("there", Value.Of(pair.Count.AlreadyThere)), ("kept", Value.Of(pair.Count.Kept))))),
        ("changed", Value.Of(report.ChangedAnything)), .. Remarks(report.Remarks),
    ]);

    public static Value Shape(FolderExportReport report) =>
        Forms.Shape.Object([.. Counts(report).Select(pair => (pair.Name, Value.Of(pair.Count))), .. Remarks(report.Remarks)]);

    private static (string, Value)[] Remarks(RemarkList remarks) =>
        [("remarks", Forms.Shape.List(remarks.Kept, remark => Value.Of(remark.ToString()))), ("remark_count", Value.Of(remarks.Count))];
}
