namespace Gyre.Learning.Detection;

/// <summary>What one detection came to at one overlap.</summary>
/// <param name="Score">Of the detection.</param>
/// <param name="Match">The true box it took, or -1.</param>
/// <param name="IsIgnored">Counts neither as right nor as wrong.</param>
internal readonly record struct Verdict(double Score, int Match, bool IsIgnored);

/// <summary>Things of one range of areas, both ends included.</summary>
internal readonly record struct AreaRange(double Low, double High)
{
    public bool Contains(double area) => area >= Low && area <= High;
}

/// <summary>True boxes and detections of one class on one image; the detections by falling score, the first hundred.</summary>
internal sealed class ImageOfClass
{
    public const int MaxDetections = 100;

    private readonly TrueBox[] _truth;
    private readonly DetectedBox[] _detected;
    private readonly double[,] _overlaps;

    public ImageOfClass(IEnumerable<TrueBox> truth, IEnumerable<DetectedBox> detected)
    {
        _truth = [.. truth];
        _detected = [.. detected.OrderByDescending(static box => box.Score).Take(MaxDetections)];
        _overlaps = new double[_detected.Length, _truth.Length];
        for (var d = 0; d < _detected.Length; d++)
        {
            for (var t = 0; t < _truth.Length; t++)
                _overlaps[d, t] = Overlap(_detected[d].Box, _truth[t]);
        }
    }

    public int Counted(AreaRange range) => _truth.Count(box => !IsIgnored(box, range));

    /// <summary>Gives each detection the free true box that it overlaps most; one that counts goes before one that is ignored.</summary>
    public Verdict[] Match(double least, AreaRange range)
    {
        var isTaken = new bool[_truth.Length];
        int[] order = [.. Enumerable.Range(0, _truth.Length).OrderBy(t => IsIgnored(_truth[t], range))];
        var verdicts = new Verdict[_detected.Length];
        for (var d = 0; d < _detected.Length; d++)
        {
            var match = Best(d, order, isTaken, Math.Min(least, 1 - 1e-10), range);
            if (match >= 0)
                isTaken[match] = true;
            var isIgnored = match >= 0 ? IsIgnored(_truth[match], range) : !range.Contains(_detected[d].Box.Area);
            verdicts[d] = new(_detected[d].Score, match, isIgnored);
        }
        return verdicts;
    }

    private int Best(int d, int[] order, bool[] isTaken, double least, AreaRange range)
    {
        var best = -1;
        foreach (var t in order)
        {
            if (isTaken[t] && !_truth[t].IsCrowd)
                continue;
            if (best >= 0 && !IsIgnored(_truth[best], range) && IsIgnored(_truth[t], range))
                break;
            // Of equal overlaps the later box is taken, as the published evaluation does.
            if (_overlaps[d, t] < least)
                continue;
            (best, least) = (t, _overlaps[d, t]);
        }
        return best;
    }

    private static bool IsIgnored(TrueBox box, AreaRange range) => box.IsCrowd || !range.Contains(box.Area);

    /// <summary>A crowd holds many things, so a detection inside it overlaps it fully.</summary>
    private static double Overlap(ImageBox detected, TrueBox truth)
    {
        if (!truth.IsCrowd)
            return detected.IntersectionOverUnion(truth.Box);
        return detected.Area == 0 ? 0 : detected.Intersection(truth.Box) / detected.Area;
    }
}
