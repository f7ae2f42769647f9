using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Inspections as JSON: docs/reference/cli-output.md.</summary>
internal static class DatasetShapes
{
    public static MapValue Of(DatasetInspection inspection) => Shape.Object(
        ("valid", Value.Of(inspection.IsValid)),
        ("errors", Shape.List(inspection.Errors, Of)),
        ("warnings", Shape.List(inspection.Warnings, Of)),
        ("unlisted", Shape.Object([.. inspection.Unlisted.Select(static pair => (pair.Key, Value.Of(pair.Value)))])),
        ("summary", Of(inspection.Summary)));

    /// <summary>The word of a type as schemas write it, with the kind of several values.</summary>
    public static string TypeWord(DatasetElement element) => TypeWord(element.Type, element.MultiValue);

    /// <summary>The word of a type as schemas write it, with the kind of several values.</summary>
    public static string TypeWord(ElementType type, MultiValue several) =>
        several == MultiValue.None ? Snake(type) : $"{Snake(type)} ({Snake(several)})";

    /// <summary>The word of a kind of several values; null for one value.</summary>
    public static Value MultiValueWord(MultiValue several) => several == MultiValue.None ? Value.Null : Value.Of(Snake(several));

    private static MapValue Of(DatasetFinding finding) => Shape.Object(
        ("code", Value.Of(finding.Code)),
        ("message", Value.Of(finding.Message)),
        ("file", Shape.Text(finding.File)),
        ("row", Shape.Integer(finding.Row)),
        ("line", Shape.Integer(finding.Line)),
        ("id", Shape.Text(finding.Id)),
        ("element", Shape.Text(finding.Element)),
        ("value", Shape.Text(finding.Value)),
        ("remedy", Shape.Text(finding.Remedy)));

    private static MapValue Of(DatasetSummary summary) => Shape.Object(
        ("name", Shape.Text(summary.Name)),
        ("examplesFile", Shape.Text(summary.ExamplesFile)),
        ("examples", Value.Of(summary.Examples)),
        ("files", Value.Of(summary.Files)),
        ("sizeBytes", Value.Of(summary.SizeInBytes)),
        ("elements", Shape.List(summary.Elements, Of)),
        ("splits", Shape.List(summary.Splits, Of)));

    private static MapValue Of(ElementSummary element) => Shape.Object(
        ("name", Value.Of(element.Element.Name)),
        ("role", Value.Of(Snake(element.Element.Role))),
        ("type", Value.Of(Snake(element.Element.Type))),
        ("multiValue", MultiValueWord(element.Element.MultiValue)),
        ("values", Value.Of(element.Values)),
        ("nulls", Value.Of(element.Nulls)),
        ("missing", Value.Of(element.Missing)),
        ("invalid", Value.Of(element.Invalid)),
        ("min", Shape.Text(element.Min)),
        ("max", Shape.Text(element.Max)),
        ("mean", Shape.Number(element.Mean)),
        ("notFinite", Value.Of(element.NotFinite)),
        ("distinct", Shape.Integer(element.Distinct)),
        ("moreDistinct", Value.Of(element.HasMoreDistinct)),
        ("top", Shape.List(element.Top, static top => Shape.Object(("value", Value.Of(top.Value)), ("count", Value.Of(top.Count))))));

    private static MapValue Of(DatasetSplit split) => Shape.Object(
        ("name", Value.Of(split.Name)),
        ("experiences", Shape.List(split.Experiences, static experience => Shape.Object(
            ("partitions", Shape.List(experience.Partitions, static partition => Shape.Object(
                ("training", Value.Of((long)partition.Training.Length)),
                ("test", Value.Of((long)partition.Test.Length)),
                ("validation", Value.Of((long)partition.Validation.Length)))))))));

    private static string Snake<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value).Replace('-', '_');
}
