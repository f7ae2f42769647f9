using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.Learning.Choosing;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Calls;

/// <summary>Scores and picks of the strategies.</summary>
internal static class ScoreCalls
{
    private static readonly double[] Targets = [0.6, 0.8, 0.9, 0.99];

    /// <summary><c>probabilities</c>.</summary>
    public static JsonObject Uncertainty(JsonPart input)
    {
        var rows = input.Get("probabilities").Probabilities();
        ItemUncertainty[] scores = [.. Enumerable.Range(0, rows.Rows).Select(i => ItemUncertainty.Of(rows.Row(i)))];
        var most = Math.Log(rows.Columns);
        return new Answer().Add("leastConfidence", Inputs.Json(scores.Select(static score => score.LeastConfidence)))
            .Add("margin", Inputs.Json(scores.Select(static score => score.Margin)))
            .Add("entropyNats", Inputs.Json(scores.Select(static score => score.Entropy)))
            .Add("normalizedEntropy", Inputs.Json(scores.Select(score => score.Entropy / most)))
            .Add("orderLeastConfidence", Order(scores, static score => score.LeastConfidence))
            .Add("orderMargin", Order(scores, static score => -score.Margin))
            .Add("orderEntropy", Order(scores, static score => score.Entropy)).Done();
    }

    /// <summary><c>members</c>: per model, the probabilities of each item.</summary>
    public static JsonObject Committee(JsonPart input)
    {
        var parts = input.Get("members").Items();
        DenseMatrix[] members = [.. parts.Select(static part => part.Probabilities())];
        if (members.Length == 0)
            throw input.Get("members").Refuse("there is no model", "Give the probabilities of at least one.");
        if (members.Index().FirstOrDefault(pair => pair.Item.Rows != members[0].Rows
            || pair.Item.Columns != members[0].Columns) is { Item: { } other, Index: var place })
            throw parts[place].Refuse($"there are {other.Rows} x {other.Columns} probabilities, but {members[0].Rows} x {members[0].Columns} of the first model", "Ask each model about the same items and classes.");
        CommitteeScores[] scores = [.. Enumerable.Range(0, members[0].Rows).Select(item => CommitteeScores.Of(Of(members, item)))];
        return new Answer().Add("voteEntropy", Inputs.Json(scores.Select(static score => score.VoteEntropy)))
            .Add("consensusEntropy", Inputs.Json(scores.Select(static score => score.ConsensusEntropy)))
            .Add("klMax", Inputs.Json(scores.Select(static score => score.KlMax)))
            .Add("klMean", Inputs.Json(scores.Select(static score => score.KlMean)))
            .Add("bald", Inputs.Json(scores.Select(static score => score.Bald)))
            .Add("variationRatio", Inputs.Json(scores.Select(static score => score.VariationRatio)))
            .Add("orderBald", Order(scores, static score => score.Bald)).Done();
    }

    /// <summary><c>points</c>, <c>labelled</c>, <c>k</c>.</summary>
    public static JsonObject KCenter(JsonPart input)
    {
        var points = input.Get("points").Matrix();
        var cover = FarthestFirst.Choose(RowSources.Of(points), Labelled(input, points.Rows), input.Get("k").Index());
        return new Answer().Add("picks", Inputs.Json(cover.Picks)).Add("coverRadiusAfterEach", Inputs.Json(cover.Radii)).Done();
    }

    /// <summary><c>features</c>, <c>probabilities</c>.</summary>
    public static JsonObject BadgeDensity(JsonPart input)
    {
        var probabilities = input.Get("probabilities").Probabilities();
        input.Get("features").OfLength(probabilities.Rows, "probabilities");
        var features = RowSources.Of(input.Get("features").Matrix());
        double[] norms = [], second = [], cosine = [];
        int? first = null;
        if (probabilities.Rows > 0)
        {
            var gradients = new GradientRows(features, RowSources.Of(probabilities));
            norms = gradients.Norms();
            first = Kernels.IndexOfMax(norms);
            second = Enumerable.Repeat(double.PositiveInfinity, norms.Length).ToArray();
            gradients.Near(first.Value, second);
            var whole = second.Sum();
            second = [.. second.Select(distance => distance / whole)];
            cosine = Density.MeanCosine(features);
        }
        return new Answer().Add("embeddingNorms", Inputs.Json(norms)).Add("firstPick", first)
            .Add("secondPickProbabilities", Inputs.Json(second))
            .Add("meanCosineToPool", Inputs.Json(cosine))
            .Add("informationDensityBeta1",
                Inputs.Json(cosine.Select((value, i) => value * ItemUncertainty.Of(probabilities.Row(i)).Entropy))).Done();
    }

    /// <summary><c>points</c>, <c>cluster</c>, <c>labelled</c>, <c>k</c>, <c>delta</c>.</summary>
    public static JsonObject TypiClustProbCover(JsonPart input)
    {
        var points = input.Get("points").Matrix();
        var cluster = input.Get("cluster").OfLength(points.Rows, "points").Indexes();
        var labelled = Labelled(input, points.Rows);
        var count = input.Get("k").Index();
        var typicality = Typicality.Of(points, cluster);
        var (picks, covered) = Coverage.Pick(points, input.Get("delta").AtLeastZero(), labelled, count);
        // A point that is alone has no neighbours to be near to.
        var isAlone = cluster.Select(one => cluster.Count(other => other == one) == 1).ToArray();
        return new Answer().Add("typicality", Inputs.Json(typicality.Select((value, i) => isAlone[i] ? (double?)null : value)))
            .Add("typiclustPicks", Inputs.Json(Typicality.Pick(typicality, cluster, labelled, count)))
            .Add("probcoverPicks", Inputs.Json(picks)).Add("probcoverCoverage", Inputs.Json(covered)).Done();
    }

    /// <summary><c>probabilities</c>, <c>cluster</c>, <c>k</c>, <c>candidates</c>.</summary>
    public static JsonObject ClusterMargins(JsonPart input)
    {
        var probabilities = input.Get("probabilities").Probabilities();
        var cluster = input.Get("cluster").OfLength(probabilities.Rows, "probabilities").Indexes();
        var count = input.Get("k").Index();
        int[] candidates = probabilities.Rows == 0 ? [] :
        [
            .. Learning.Uncertainty.Top(RowSources.Of(probabilities), UncertaintyMeasure.Margin,
                input.Index("candidates", (int)Math.Min(10L * count, int.MaxValue)))
                .Select(static item => item.Index),
        ];
        return new Answer().Add("candidateOrder", Inputs.Json(candidates))
            .Add("picks", Inputs.Json(ClusterMargin.Pick(candidates, [.. candidates.Select(index => cluster[index])], count))).Done();
    }

    /// <summary><c>labels</c>, <c>score</c>, <c>targets</c>.</summary>
    public static JsonObject Curve(JsonPart input)
    {
        var labels = input.Get("labels").Indexes();
        var scores = input.Get("score").OfLength(labels.Count, "labels").Numbers();
        if (Enumerable.Range(1, Math.Max(0, labels.Count - 1)).FirstOrDefault(i => labels[i] <= labels[i - 1]) is > 0 and var place)
            throw input.Get("labels")
                .Items()[place].Refuse($"{labels[place]} labels come after {labels[place - 1]}",
                "Order the samples by rising numbers of labels.");
        var curve = LearningCurve.Of(labels, scores);
        var targets = input.Has("targets") ? input.Get("targets").Numbers() : [.. Targets];
        var highest = Math.Max(1, scores.DefaultIfEmpty(0).Max());
        JsonNode? Needed(double target) => curve.Needed(target, highest) is { } needed
            ? new JsonObject { ["expected"] = needed.Expected, ["low"] = needed.Low, ["high"] = needed.High }
            : null;
        return new Answer().Add("normalizedArea", curve.NormalizedArea, "A curve needs two samples.")
            .Add("labelsToTargetInterpolated", ByTarget(targets, target => Inputs.Json(curve.LabelsTo(target))))
            .Add("fit", curve.Fit(highest) is { } fit
                ? new JsonObject { ["ceiling"] = fit.Ceiling, ["drop"] = fit.Drop, ["rate"] = fit.Rate, ["error"] = fit.Error } : null)
            .Add("labelsStillNeeded", ByTarget(targets, Needed)).Done();
    }

    private static JsonObject ByTarget(IReadOnlyList<double> targets, Func<double, JsonNode?> value)
    {
        var found = new JsonObject();
        foreach (var target in targets)
            found[target.ToString("R", CultureInfo.InvariantCulture)] = value(target);
        return found;
    }

    private static List<int> Labelled(JsonPart input, int count) => input.Has("labelled") ? input.Get("labelled").Indexes(count) : [];

    private static JsonArray Order<T>(T[] scores, Func<T, double> score) =>
        Inputs.Json(Enumerable.Range(0, scores.Length).OrderByDescending(i => score(scores[i])));

    private static DenseMatrix Of(DenseMatrix[] members, int item)
    {
        var matrix = new DenseMatrix(members.Length, members[0].Columns);
        for (var m = 0; m < members.Length; m++)
            members[m].Row(item).CopyTo(matrix.Row(m));
        return matrix;
    }
}
