using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>One figure of a training that has to get better.</summary>
/// <param name="Name">Legend and figure: <c>metrics/precision</c>.</param>
/// <param name="At">Which of the values; -1 is the last.</param>
/// <param name="Maximize">Whether more is better.</param>
/// <param name="MinDelta">By how much it has to be better; equal is not enough.</param>
public sealed record MetricCheck(string Name, int At, bool Maximize, double MinDelta)
{
    /// <summary>Whether a new value is better than an old one by enough.</summary>
    public bool IsWon(double current, double next) => Maximize ? next > current + MinDelta : next < current - MinDelta;
}

/// <summary>The comparisons that pipelines written for other platforms ask for. <see cref="ChallengerReport"/> says more.</summary>
public static class TemplateComparison
{
    /// <summary>
    /// Area under precision by recall with straight lines between the points, from the lowest recall to the highest; null without points.
    /// </summary>
    /// <param name="curve">Precision and recall, in any order.</param>
    public static double? Area(IEnumerable<(double Precision, double Recall)> curve)
    {
        var points = curve.OrderBy(static point => point.Recall).ToList();
        var area = 0.0;
        for (var i = 1; i < points.Count; i++)
            area += (points[i].Recall - points[i - 1].Recall) * (points[i].Precision + points[i - 1].Precision) / 2;
        return points.Count == 0 ? null : area;
    }

    /// <summary>Whether enough checks are won.</summary>
    /// <param name="won">One per check.</param>
    /// <param name="share">The share of won checks that has to be exceeded, 0 for any; null for all.</param>
    public static bool Wins(ImmutableArray<bool> won, double? share)
    {
        var count = won.Count(static one => one);
        return won.Length > 0 && (share is { } least ? (double)count / won.Length > least : count == won.Length);
    }
}
