using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>Champion against challenger.</summary>
internal static class CompareCalls
{
    /// <summary>
    /// By <c>kind</c>: <c>precision_recall</c>, <c>training_metrics</c>, <c>predictions</c>, <c>scores</c> or <c>detections</c>.
    /// </summary>
    public static JsonObject Compare(JsonPart input) => input.Get("kind").Text() switch
    {
        "precision_recall" => Curves(input),
        "training_metrics" => Metrics(input),
        "predictions" => Predictions(input),
        "scores" => Scores(input),
        "detections" => Detections(input),
        var other => throw input.Get("kind")
            .Refuse($"there is no kind '{other}'", "Use precision_recall, training_metrics, predictions, scores or detections."),
    };

    private static JsonObject Curves(JsonPart input)
    {
        var options = Part(Part(input, "config"), "precision_recall");
        var least = options?.Number("min_delta", 0) ?? 0;
        var (current, next) = (Area(input.Get("current")), Area(input.Get("new")));
        return new Answer().Add("aucCurrent", current).Add("aucNew", next).Add("action", Action(next - current > least)).Done();
    }

    private static double Area(JsonPart curve)
    {
        var points = curve.Items().Select(static point => point.Numbers(2)).ToList();
        return TemplateComparison.Area(points.Select(static point => (point[0], point[1])))
            ?? throw curve.Refuse("the curve has no points", "Evaluate the model on a test subset that has labels.");
    }

    private static JsonObject Metrics(JsonPart input)
    {
        var config = input.Get("config");
        var checks = config.Get("checks").Items();
        if (checks.Count == 0)
            throw config.Get("checks").Refuse("there is no check", "Name at least one figure that has to get better.");
        ImmutableArray<bool> won = [.. checks.Select(check => IsWon(Check(check), check, input))];
        return new Answer().Add("won", Inputs.Json(won)).Add("action", Action(TemplateComparison.Wins(won, Share(config)))).Done();
    }

    private static MetricCheck Check(JsonPart part)
    {
        if (part.Has("type") && part.Get("type").Text() != "plot")
            throw part.Get("type").Refuse($"there is no type '{part.Get("type").Text()}'", "Use plot.");
        var at = part.Number("x_index", -1);
        if (at != Math.Floor(at) || Math.Abs(at) > int.MaxValue)
            throw part.Get("x_index").Refuse("this is no place of a value", "Use a whole number; -1 is the last value.");
        return new(
            $"{part.Get("legend").Text()}/{part.Get("figure").Text()}", (int)at, !part.Has("maximize") || part.Get("maximize").Flag(),
            part.Number("min_delta", 0));
    }

    private static bool IsWon(MetricCheck check, JsonPart part, JsonPart input) =>
        check.IsWon(Value(check, part, input.Get("current")), Value(check, part, input.Get("new")));

    private static double Value(MetricCheck check, JsonPart part, JsonPart metrics)
    {
        var values = metrics.Get(check.Name).Numbers();
        var place = check.At < 0 ? values.Count + check.At : check.At;
        return place >= 0 && place < values.Count
            ? values[place]
            : throw part.Refuse($"'{check.Name}' has {values.Count} values and none at {check.At}",
                "Correct x_index; -1 is the last value.");
    }

    /// <summary>0 for any and null for all; a number counts as such also where it is given as text.</summary>
    private static double? Share(JsonPart config)
    {
        if (!config.Has("wins"))
            return 0;
        var wins = config.Get("wins");
        if (wins.IsText && wins.Text() is "any" or "all")
            return wins.Text() == "any" ? 0 : null;
        var share = !wins.IsText ? wins.Number()
            : double.TryParse(wins.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text) ? text : double.NaN;
        return share is >= 0 and <= 1 ? share : throw wins.Refuse("this is no share of checks", "Use any, all, or a number from 0 to 1.");
    }

    private static JsonObject Predictions(JsonPart input)
    {
        var truth = Texts(input.Get("truth"));
        double[] Right(string name) =>
            [.. Texts(input.Get(name).OfLength(truth.Count, "truth")).Zip(truth, static (found, label) => found == label ? 1.0 : 0)];
        var (current, next) = (Right("current"), Right("new"));
        var classes = truth.Index().GroupBy(static pair => pair.Item, StringComparer.Ordinal)
            .Select(static group => KeyValuePair.Create(group.Key, (IReadOnlyList<int>)[.. group.Select(static pair => pair.Index)]));
        return Decide(input, truth.Count, [.. classes, .. Slices(input, truth.Count)], (slices, rules) =>
            ChallengerComparison.Of(current, next, slices, rules));
    }

    private static JsonObject Scores(JsonPart input)
    {
        var current = input.Get("current").Numbers();
        var next = input.Get("new").OfLength(current.Count, "current").Numbers();
        return Decide(input, current.Count, Slices(input, current.Count), (slices, rules) =>
            ChallengerComparison.Of(current, next, slices, rules));
    }

    /// <summary>F1 over all boxes, resampled by images.</summary>
    private static JsonObject Detections(JsonPart input)
    {
        var boxes = Boxes.Read(input);
        var overlap = Part(Part(input, "config"), "precision_recall")?.Number("iou_threshold", 0.5) ?? 0.5;
        if (overlap is not (> 0 and <= 1))
            throw input.Get("config").Refuse("iou_threshold is out of range", "Use a number above 0 and at most 1.");
        var images = Enumerable.Range(0, boxes.Images.Count).ToList();
        ImmutableArray<ImageDetection> Found(string name) =>
            LabelEvaluation.BoxesPerImage(boxes.Truth, Boxes.Detected(input.Get(name), boxes), images, boxes.Names.Count, overlap);
        var (current, next) = (Found("current"), Found("new"));
        return Decide(input, images.Count, Slices(input, images.Count), (slices, rules) => ChallengerComparison.Of(
            [.. current.Select(static image => image.F1)], [.. next.Select(static image => image.F1)],
            items => (Pooled(current, items), Pooled(next, items)), slices, rules));
    }

    private static double? Pooled(ImmutableArray<ImageDetection> images, IReadOnlyList<int> items)
    {
        var (right, others) = (0L, 0L);
        foreach (var item in items)
            (right, others) = (right + images[item].Right, others + images[item].Wrong + images[item].Missed);
        return right + others == 0 ? null : 2.0 * right / ((2 * right) + others);
    }

    private static JsonObject Decide(
        JsonPart input, int items, IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> slices,
        Func<IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>>, ChallengerRules, ChallengerReport> compare)
    {
        var ids = input.Has("ids") ? Texts(input.Get("ids").OfLength(items, "current")) : null;
        JsonArray Named(IEnumerable<int> indexes) =>
            [.. indexes.Select(index => (JsonNode?)(ids is null ? JsonValue.Create(index) : JsonValue.Create(ids[index])))];
        var report = compare(slices, RulesInput.Read(Part(input, "config")));
        return new Answer().Add("action", Action(report.Promote)).Add("sentence", report.Sentence).Add("items", report.Items)
            .Add("current", report.Champion).Add("new", report.Challenger).Add("difference", report.Difference)
            .Add("low", Inputs.Json(report.Interval.Low)).Add("high", Inputs.Json(report.Interval.High))
                .Add("mcnemarExactP", Inputs.Json(report.PValue))
            .Add("fixed", Named(report.Fixed)).Add("broken", Named(report.Broken))
            .Add("slices", new JsonArray([.. report.Slices.Select(static slice => (JsonNode?)new JsonObject
            {
                ["name"] = slice.Name,
                ["items"] = slice.Items,
                ["current"] = slice.Champion,
                ["new"] = slice.Challenger,
                ["breaksGuard"] = slice.BreaksGuard,
            })])).Done();
    }

    private static List<KeyValuePair<string, IReadOnlyList<int>>> Slices(JsonPart input, int items) =>
        Part(input, "slices") is { } slices
            ? [.. slices.Properties().Select(slice => KeyValuePair.Create(slice.Name, (IReadOnlyList<int>)slice.Value.Indexes(items)))]
            : [];

    private static List<string> Texts(JsonPart list) => [.. list.Items().Select(static item => item.Text())];

    private static JsonPart? Part(JsonPart? part, string name) => part?.Has(name) == true ? part.Value.Get(name) : null;

    private static string Action(bool isBetter) => isBetter ? "update model" : "discard";
}
