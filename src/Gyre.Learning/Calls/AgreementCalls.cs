using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>Agreement of people and doubts about labels.</summary>
internal static class AgreementCalls
{
    private const string NoRoom = "By chance alone the two would agree fully: both used one category only, or labelled nothing together.";
    private const string NoSpread = "No two different values can be paired.";
    private const int MaxPlaces = 10_000_000;

    /// <summary><c>categories</c>, <c>a</c>, <c>b</c>.</summary>
    public static JsonObject Cohen(JsonPart input)
    {
        var categories = input.Has("categories") ? input.Get("categories").Size() : int.MaxValue;
        var first = input.Get("a").IndexesOrNull(categories);
        var second = input.Get("b").OfLength(first.Count, "a").IndexesOrNull(categories);
        if (!input.Has("categories"))
            categories = 1 + first.Concat(second).Max().GetValueOrDefault();
        if (categories > 10_000)
            throw input.Refuse($"there are {categories} categories", "Use numbers from 0 to 9999 for the categories.");
        var kappa = LabelAgreement.Cohen(first, second, categories);
        return new Answer().Add("unweighted", kappa.Unweighted, NoRoom).Add("linear", kappa.Linear, NoRoom)
            .Add("quadratic", kappa.Quadratic, NoRoom)
            .Add("observedAgreement", kappa.Observed, "There is no item that both labelled.").Add("items", kappa.Count).Done();
    }

    /// <summary><c>counts</c>.</summary>
    public static JsonObject Fleiss(JsonPart input)
    {
        var counts = input.Get("counts").Items().Select(static row => (Part: row, Counts: row.Indexes())).ToList();
        foreach (var (part, row) in counts)
        {
            if (row.Count != counts[0].Counts.Count
                || row.Sum(static count => (long)count) != counts[0].Counts.Sum(static count => (long)count))
                throw part.Refuse(
                    $"this item has {row.Sum(static count => (long)count)} ratings in {row.Count} categories, the first {counts[0].Counts.Sum(static count => (long)count)} in {counts[0].Counts.Count}",
                    "Fleiss' kappa needs as many ratings for each item; use krippendorff-alpha where ratings are missing.");
        }
        var kappa = LabelAgreement.Fleiss([.. counts.Select(static row => row.Counts)]);
        return new Answer().Add("kappa", kappa.Kappa, "All ratings name one category, or there are fewer than two per item.")
            .Add("perItemAgreement", Inputs.Json(kappa.PerItem)).Done();
    }

    /// <summary><c>ratings</c>: per person, a value or null per unit. Texts are names and have a nominal figure only.</summary>
    public static JsonObject Krippendorff(JsonPart input)
    {
        var people = input.Get("ratings").Items();
        var names = new Dictionary<string, double>(StringComparer.Ordinal);
        double? Value(JsonPart part) => part.IsNull ? null : !part.IsText ? part.Number() : names.TryGetValue(part.Text(), out var known)
            ? known : names[part.Text()] = names.Count;
        IReadOnlyList<double?>[] ratings =
        [
            .. people.Select(person =>
                (IReadOnlyList<double?>)[.. person.OfLength(people[0].Items().Count, "ratings/0").Items().Select(Value)]),
        ];
        if (names.Count > 0 && people.SelectMany(static person => person.Items()).Where(static part => !part.IsText && !part.IsNull)
            .Cast<JsonPart?>().FirstOrDefault() is { } number)
            throw number.Refuse("a number stands among names", "Give numbers or names, not both.");
        double? Alpha(MeasurementLevel level) => names.Count > 0 && level != MeasurementLevel.Nominal ? null
            : LabelAgreement.Krippendorff(ratings, level);
        var why = names.Count > 0 ? "Names have no order and no distance." : NoSpread;
        return new Answer().Add("nominal", Alpha(MeasurementLevel.Nominal), NoSpread).Add("ordinal", Alpha(MeasurementLevel.Ordinal), why)
            .Add("interval", Alpha(MeasurementLevel.Interval), why).Add("ratio", Alpha(MeasurementLevel.Ratio), why).Done();
    }

    /// <summary><c>labels</c>: [item, person, class]; <c>classes</c>; <c>truth</c> per item, if it is known; <c>smoothing</c>.</summary>
    public static JsonObject DawidSkene(JsonPart input)
    {
        var parts = input.Get("labels").Items();
        var classes = input.Has("classes") ? input.Get("classes").Size() : int.MaxValue;
        var labels = parts.Select(part => Label(part, classes)).ToList();
        if (!input.Has("classes"))
            classes = 1 + labels.Select(static label => label.Label).DefaultIfEmpty(0).Max();
        var truth = input.Has("truth") ? input.Get("truth").IndexesOrNull(classes) : [];
        var items = Math.Max(1 + labels.Select(static label => label.Item).DefaultIfEmpty(-1).Max(), truth.Count);
        var people = 1 + labels.Select(static label => label.Person).DefaultIfEmpty(-1).Max();
        if ((long)items * classes > MaxPlaces || (double)people * classes * classes > MaxPlaces)
            throw input.Refuse($"there are {items} items, {people} people and {classes} classes",
                "Number items, people and classes from 0 without gaps.");
        var smoothing = input.Number("smoothing", 0);
        if (smoothing < 0)
            throw input.Get("smoothing").Refuse("the smoothing is negative", "Use a number of at least 0.");
        var found = Learning.DawidSkene.Fit(labels, items, people, classes, new() { Smoothing = smoothing });
        return new Answer().Add("posterior", Inputs.Json(found.Posterior)).Add("prior", Inputs.Json(found.Prior))
            .Add("confusion", new JsonArray([.. found.Confusion.Select(static table => (JsonNode?)Inputs.Json(table))]))
            .Add("mapLabel", Inputs.Json(found.Best)).Add("majority", Inputs.Json(found.Majority))
            .Add("accuracyMap", Accuracy(found.Best, truth), "The truth of no item is given.")
            .Add("accuracyMajority", Accuracy(found.Majority, truth), "The truth of no item is given.")
            .Add("iterations", found.Iterations).Add("skill", Inputs.Json(found.Skill)).Add("doubtful", Inputs.Json(found.Doubtful()))
                .Done();
    }

    /// <summary><c>given</c>, <c>probabilities</c>.</summary>
    public static JsonObject Confident(JsonPart input)
    {
        var probabilities = input.Get("probabilities").Probabilities();
        var given = input.Get("given").OfLength(probabilities.Rows, "probabilities").Indexes(Math.Max(1, probabilities.Columns));
        var found = ConfidentLearning.Find(given, probabilities);
        return new Answer().Add("thresholds", Inputs.Json(found.Thresholds))
            .Add("confidentJoint", new JsonArray([.. found.Joint.Select(static row => (JsonNode?)Inputs.Json(row))]))
            .Add("offDiagonal", Inputs.Json(found.Suspects.Select(static suspect => suspect.Item).Order()))
            .Add("rankedBySelfConfidence", Inputs.Json(found.Suspects.Select(static suspect => suspect.Item)))
            .Add("suspects", new JsonArray([.. found.Suspects.Select(static suspect => (JsonNode?)new JsonObject
            {
                ["item"] = suspect.Item,
                ["given"] = suspect.Given,
                ["suggested"] = suspect.Suggested,
                ["selfConfidence"] = suspect.SelfConfidence,
            })])).Done();
    }

    private static PersonLabel Label(JsonPart part, int classes)
    {
        var numbers = part.Items();
        return numbers.Count == 3
            ? new(numbers[0].Index(MaxPlaces), numbers[1].Index(MaxPlaces), numbers[2].Index(classes))
            : throw part.Refuse($"found {numbers.Count} numbers, expected 3", "Give item, person and class.");
    }

    private static double? Accuracy(ImmutableArray<int> found, List<int?> truth)
    {
        var known = truth.Index().Where(static pair => pair.Item is not null).ToList();
        return known.Count == 0 ? null : known.Count(pair => found[pair.Index] == pair.Item) / (double)known.Count;
    }
}
