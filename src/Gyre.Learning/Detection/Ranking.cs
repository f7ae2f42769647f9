namespace Gyre.Learning.Detection;

/// <summary>The detections of a class from all images by falling score, and what they are worth at one overlap.</summary>
internal sealed class Ranking
{
    private readonly double[] _recall;
    private readonly double[] _precision;

    /// <param name="verdicts">In the order of the images.</param>
    /// <param name="counted">True boxes that count.</param>
    public Ranking(IEnumerable<Verdict> verdicts, int counted)
    {
        Counted = counted;
        Verdict[] ranked = [.. verdicts.Where(static verdict => !verdict.IsIgnored).OrderByDescending(static verdict => verdict.Score)];
        (_recall, _precision) = (new double[ranked.Length], new double[ranked.Length]);
        for (var i = 0; i < ranked.Length; i++)
        {
            Right += ranked[i].Match >= 0 ? 1 : 0;
            _recall[i] = Right / (double)counted;
            _precision[i] = Right / (double)(i + 1);
        }
        Wrong = ranked.Length - Right;
        // The best precision at this recall or a higher one.
        for (var i = ranked.Length - 2; i >= 0; i--)
            _precision[i] = Math.Max(_precision[i], _precision[i + 1]);
    }

    public int Counted { get; }

    public int Right { get; }

    public int Wrong { get; }

    public double? Recall => Counted == 0 ? null : Right / (double)Counted;

    /// <summary>
    /// Mean of the precision at the recalls 0, 0.01 ... 1, each computed as the published evaluation does: 0.57 is 57 * 0.01.
    /// </summary>
    public double? Interpolated() => Counted == 0 ? null : Enumerable.Range(0, 101).Average(point => At(point * 0.01));

    /// <summary>Mean of the precision at the recalls 0, 0.1 ... 1.</summary>
    public double? ElevenPoints() => Counted == 0 ? null : Enumerable.Range(0, 11).Average(point => At(point / 10.0));

    /// <summary>Area under the precision at every recall.</summary>
    public double? AllPoints()
    {
        var (area, before) = (0.0, 0.0);
        for (var i = 0; i < _recall.Length; i++)
        {
            area += (_recall[i] - before) * _precision[i];
            before = _recall[i];
        }
        return Counted == 0 ? null : area;
    }

    private double At(double recall)
    {
        var place = Array.FindIndex(_recall, reached => reached >= recall);
        return place < 0 ? 0 : _precision[place];
    }
}
