using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>What predictions are worth.</summary>
internal static class EvaluationCalls
{
    private const string NoRows = "There are no rows.";

    /// <summary><c>labels</c>, <c>truth</c>, <c>predicted</c>, <c>probabilities</c>.</summary>
    public static JsonObject Classification(JsonPart input)
    {
        var names = Names(input.Get("labels"));
        var index = names.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal);
        var truth = Classes(input.Get("truth"), index);
        var predicted = Classes(input.Get("predicted").OfLength(truth.Count, "truth"), index);
        var probabilities = input.Has("probabilities") && !input.Get("probabilities").IsNull ? input.Get("probabilities")
            .OfLength(truth.Count, "truth").Probabilities() : null;
        if (probabilities is { Rows: > 0 } && probabilities.Columns != names.Count)
            throw input.Get("probabilities")
                .Items()[0].Refuse($"found {probabilities.Columns} probabilities, expected {names.Count}",
                "Give one per label, in their order.");
        var found = LabelEvaluation.Classes(names, truth, predicted, probabilities is { Rows: > 0 } ? probabilities : null);
        var answer = new Answer().Add("accuracy", found.Accuracy, NoRows)
            .Add("confusion", new JsonArray([.. found.Confusion.Select(static row => (JsonNode?)Inputs.Json(row))]))
            .Add("perClass", ByName(names, i => new JsonObject
            {
                ["precision"] = found.Classes[i].Precision,
                ["recall"] = found.Classes[i].Recall,
                ["f1"] = found.Classes[i].F1,
                ["support"] = found.Classes[i].Support,
            }))
            .Add("macro", Mean(found.Macro)).Add("micro", Mean(found.Micro)).Add("weighted", Mean(found.Weighted))
            .Add("balancedAccuracy", found.BalancedAccuracy, NoRows).Add("mcc", found.Matthews)
            .Add("cohenKappa", found.Kappa, "By chance alone truth and prediction would agree fully, or there are no rows.");
        return (probabilities is null ? answer : Probabilities(answer, found, names)).Done();
    }

    /// <summary><c>images</c>, <c>categories</c>, <c>groundTruth</c>, <c>detections</c>, <c>iou</c>.</summary>
    public static JsonObject Detection(JsonPart input)
    {
        var boxes = Boxes.Read(input);
        var overlap = input.Number("iou", 0.5);
        if (overlap is not (> 0 and <= 1))
            throw input.Get("iou").Refuse("the overlap is out of range", "Use a number above 0 and at most 1.");
        var found = LabelEvaluation.Boxes(boxes.Truth, Boxes.Detected(input.Get("detections"), boxes), boxes.Names.Count, overlap);
        var coco = found.Figures;
        return new Answer().Add("coco", new JsonObject
        {
            ["AP"] = Inputs.Json(coco.Ap),
            ["AP50"] = Inputs.Json(coco.Ap50),
            ["AP75"] = Inputs.Json(coco.Ap75),
            ["APsmall"] = Inputs.Json(coco.ApSmall),
            ["APmedium"] = Inputs.Json(coco.ApMedium),
            ["APlarge"] = Inputs.Json(coco.ApLarge),
            ["AR1"] = Inputs.Json(coco.Ar1),
            ["AR10"] = Inputs.Json(coco.Ar10),
            ["AR100"] = Inputs.Json(coco.Ar100),
            ["ARsmall"] = Inputs.Json(coco.ArSmall),
            ["ARmedium"] = Inputs.Json(coco.ArMedium),
            ["ARlarge"] = Inputs.Json(coco.ArLarge),
        }).Add("perClass", ByName(boxes.Names, i => new JsonObject
        {
            ["cocoAP50"] = Inputs.Json(found.Classes[i].Ap),
            ["voc11AP50"] = Inputs.Json(found.Classes[i].ElevenPointAp),
            ["vocAllPointAP50"] = Inputs.Json(found.Classes[i].AllPointAp),
            ["tp"] = found.Classes[i].Right,
            ["fp"] = found.Classes[i].Wrong,
            ["fn"] = found.Classes[i].Missed,
            ["precision"] = Inputs.Json(found.Classes[i].Precision),
            ["recall"] = Inputs.Json(found.Classes[i].Recall),
        })).Done();
    }

    internal static List<string> Names(JsonPart part)
    {
        var names = new List<string>();
        foreach (var item in part.Items())
        {
            var name = item.Text();
            if (names.Contains(name))
                throw item.Refuse($"the label '{name}' stands here twice", "Name each label once.");
            names.Add(name);
        }
        return names;
    }

    internal static List<int> Classes(JsonPart part, Dictionary<string, int> index) =>
    [
        .. part.Items().Select(item => index.TryGetValue(item.Text(), out var found) ? found
            : throw item.Refuse($"'{item.Text()}' is not one of the labels", "Add it to 'labels', or correct it.")),
    ];

    private static Answer Probabilities(Answer answer, ClassificationFigures found, IReadOnlyList<string> names) => answer
        .Add("logLoss", found.LogLoss, NoRows).Add("brierSum", found.Brier, NoRows)
        .Add("averagePrecision", Present(names, found, static one => one.AveragePrecision))
        .Add("rocAucOvr", Present(names, found, static one => one.AreaUnderRoc))
        .Add("prAucTrapezoid", Present(names, found, static one => one.TrapezoidArea))
        .Add("mapMacro", found.MeanAveragePrecision, NoRows).Add("ece10", found.CalibrationError, NoRows);

    /// <summary>A class for which a figure is undefined is left out.</summary>
    private static JsonObject Present(IReadOnlyList<string> names, ClassificationFigures found, Func<ClassProbability, double?> figure)
    {
        var present = new JsonObject();
        for (var i = 0; i < found.Probabilities.Length; i++)
        {
            if (figure(found.Probabilities[i]) is { } value)
                present[names[i]] = value;
        }
        return present;
    }

    private static JsonObject ByName(IReadOnlyList<string> names, Func<int, JsonNode> value)
    {
        var found = new JsonObject();
        for (var i = 0; i < names.Count; i++)
            found[names[i]] = value(i);
        return found;
    }

    private static JsonObject Mean(MeanScores scores) =>
        new() { ["precision"] = scores.Precision, ["recall"] = scores.Recall, ["f1"] = scores.F1 };
}
