using System.Collections.Immutable;

namespace Gyre.Learning.Detection;

/// <summary>Judges detections class by class.</summary>
internal sealed class DetectionJudge
{
    private const int Overlaps = 10;
    private const double Small = 32 * 32;
    private const double Medium = 96 * 96;
    private const double Huge = 1e10;

    private static readonly AreaRange All = new(0, Huge);

    private readonly List<ImageOfClass>[] _classes;

    public DetectionJudge(IReadOnlyList<TrueBox> truth, IReadOnlyList<DetectedBox> detected, int classes)
    {
        var trueBoxes = truth.ToLookup(static box => (box.Image, box.Label));
        var found = detected.ToLookup(static box => (box.Image, box.Label));
        var images = truth.Select(static box => (box.Image, box.Label)).Concat(detected.Select(static box => (box.Image, box.Label)))
            .Distinct().Order().ToLookup(static place => place.Label, static place => place.Image);
        _classes =
        [
            .. Enumerable.Range(0, classes)
                .Select(label => images[label].Select(image => new ImageOfClass(trueBoxes[(image, label)], found[(image, label)]))
                .ToList()),
        ];
    }

    public DetectionReport Judge(double overlap)
    {
        var all = Rankings(All);
        var small = Rankings(new(0, Small));
        var medium = Rankings(new(Small, Medium));
        var large = Rankings(new(Medium, Huge));
        var figures = new DetectionFigures(
            Precision(all), Precision([.. all.Select(static row => row[..1])]), Precision([.. all.Select(static row => row[5..6])]),
            Precision(small), Precision(medium), Precision(large),
            Recall(Rankings(All, 1)), Recall(Rankings(All, 10)), Recall(all), Recall(small), Recall(medium), Recall(large));
        return new(figures, [.. _classes.Select(images => Describe(images, overlap))]);
    }

    public static ImmutableArray<ImageDetection> PerImage(
        IReadOnlyList<TrueBox> truth, IReadOnlyList<DetectedBox> detected, IReadOnlyList<int> images, double overlap)
    {
        var trueBoxes = truth.ToLookup(static box => box.Image);
        var found = detected.ToLookup(static box => box.Image);
        return [.. images.Select(image => OnImage([.. trueBoxes[image]], [.. found[image]], overlap))];
    }

    private static ImageDetection OnImage(TrueBox[] truth, DetectedBox[] detected, double overlap)
    {
        var (right, wrong, counted) = (0, 0, 0);
        foreach (var label in truth.Select(static box => box.Label).Concat(detected.Select(static box => box.Label)).Distinct())
        {
            var image = new ImageOfClass(truth.Where(box => box.Label == label), detected.Where(box => box.Label == label));
            var verdicts = image.Match(overlap, All).Where(static verdict => !verdict.IsIgnored).ToList();
            right += verdicts.Count(static verdict => verdict.Match >= 0);
            wrong += verdicts.Count(static verdict => verdict.Match < 0);
            counted += image.Counted(All);
        }
        return new(right, wrong, counted - right);
    }

    /// <summary>Per class, one ranking for each overlap.</summary>
    private Ranking[][] Rankings(AreaRange range, int perImage = ImageOfClass.MaxDetections) =>
    [
        .. _classes.Select(images => Enumerable.Range(0, Overlaps).Select(i => Rank(images, 0.5 + (i * 0.05), range, perImage)).ToArray()),
    ];

    private static Ranking Rank(List<ImageOfClass> images, double overlap, AreaRange range, int perImage) =>
        new(images.SelectMany(image => image.Match(overlap, range).Take(perImage)), images.Sum(image => image.Counted(range)));

    private static double? Precision(Ranking[][] rankings) =>
        rankings.SelectMany(static row => row).Select(static ranking => ranking.Interpolated()).Average();

    private static double? Recall(Ranking[][] rankings) =>
        rankings.SelectMany(static row => row).Select(static ranking => ranking.Recall).Average();

    private static ClassDetection Describe(List<ImageOfClass> images, double overlap)
    {
        var ranking = Rank(images, overlap, All, ImageOfClass.MaxDetections);
        var reported = ranking.Right + ranking.Wrong;
        return new(
            ranking.Interpolated(), ranking.ElevenPoints(), ranking.AllPoints(), ranking.Right, ranking.Wrong,
            ranking.Counted - ranking.Right,
            reported == 0 ? null : ranking.Right / (double)reported, ranking.Recall);
    }
}
