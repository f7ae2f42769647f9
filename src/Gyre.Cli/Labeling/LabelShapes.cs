using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Cli.Labeling;

/// <summary>What an import found, as JSON and as lines.</summary>
internal static class LabelShapes
{
    private const int MostShown = 50;

    public static MapValue Of(string format, string path, LabelImportResult result) => Shape.Object(
        ("format", Value.Of(format)), ("path", Value.Of(path)), ("accepted", Value.Of(result.Problems.IsEmpty)),
        ("imported", Value.Of(result.Imported)), ("items", Value.Of(result.Data.Items.Length)),
        ("annotations", Value.Of(result.Data.Items.Sum(static item => item.GroundTruth.Count()))),
        ("predictions", Value.Of(result.Data.Items.Sum(static item => item.Predictions.Count()))),
        ("skipped", Value.Of(result.Data.Items.Count(static item => item.Item.Status == ItemStatus.Skipped))),
        ("labels", Shape.List(result.Data.Ontology.Labels, static label => Value.Of(label.Name))),
        ("problems", Shape.List(result.Problems, Problem)),
        ("unlisted", Shape.Object([.. result.Unlisted.Select(static pair => (pair.Key, Value.Of(pair.Value)))])),
        ("losses", Losses(result.Losses)));

    public static Value Losses(IEnumerable<LabelLoss> losses) => Shape.List(
        losses, static loss => Shape.Object(("what", Value.Of(loss.What)), ("count", Value.Of(loss.Count))));

    /// <summary>Says every problem, one line each; the first ones of many.</summary>
    public static void Say(CliHost host, LabelImportResult result)
    {
        foreach (var problem in result.Problems.Take(MostShown))
            host.Say(Shown.Clean(problem.ToString()));
        var more = Math.Max(0, result.Problems.Length - MostShown) + result.Unlisted.Values.Sum();
        if (more > 0)
            host.Say($"{Number(more)} more problems; --format json lists up to a thousand of each kind.");
    }

    /// <summary>Says what was left out.</summary>
    public static void Say(CliHost host, string intro, IReadOnlyCollection<LabelLoss> losses)
    {
        if (losses.Count == 0)
            return;
        host.Say(intro);
        foreach (var loss in losses)
            host.Say($"  {Shown.Clean(loss.What)}: {Number(loss.Count)}");
    }

    public static string Summary(LabelImportResult result)
    {
        var predictions = result.Data.Items.Sum(static item => item.Predictions.Count());
        var annotations = result.Data.Items.Sum(static item => item.Annotations.Length) - predictions;
        return $"{Count(result.Data.Items.Length, "item")}, {Count(annotations, "annotation")}"
            + (predictions > 0 ? $", {Count(predictions, "prediction")}" : "") + $", {Count(result.Data.Ontology.Labels.Length, "label")}";
    }

    private static MapValue Problem(LabelProblem problem) => Shape.Object(
        ("kind", Value.Of(problem.Kind)), ("message", Value.Of(problem.Message)), ("file", Shape.Text(problem.File)),
        ("line", Shape.Integer(problem.Line)), ("element", Shape.Text(problem.Element)), ("item", Shape.Text(problem.Item)),
        ("remedy", Shape.Text(problem.Remedy)));

    private static string Count(int count, string word) => $"{Number(count)} {word}{(count == 1 ? "" : "s")}";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
