namespace Gyre.Learning.Choosing;

/// <summary>Fits ceiling - drop · labels^-rate: the rate by search, the other two by least squares.</summary>
internal static class PowerLaw
{
    private const double LowestRate = 0.02;
    private const double HighestRate = 3;
    private const int Steps = 150;

    public static CurveFit? Fit(CurveSample[] samples, double highest)
    {
        if (samples.Length < 3)
            return null;
        var best = Enumerable.Range(0, Steps + 1)
            .Select(static step => LowestRate * Math.Pow(HighestRate / LowestRate, step / (double)Steps))
            .Select(rate => At(samples, rate, highest)).MinBy(static fit => fit.Error)!;
        // Between the neighbours of the best step the error has one valley.
        var ratio = Math.Pow(HighestRate / LowestRate, 1.0 / Steps);
        var (low, high) = (best.Rate / ratio, best.Rate * ratio);
        for (var round = 0; round < 40; round++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = At(samples, left, highest).Error < At(samples, right, highest).Error ? (low, right) : (left, high);
        }
        var refined = At(samples, (low + high) / 2, highest);
        return refined.Error < best.Error ? refined : best;
    }

    private static CurveFit At(CurveSample[] samples, double rate, double highest)
    {
        double[] x = [.. samples.Select(sample => Math.Pow(sample.Labels, -rate))];
        var (meanX, meanY) = (x.Average(), samples.Average(static sample => sample.Score));
        var spread = x.Sum(value => (value - meanX) * (value - meanX));
        var slope = spread == 0 ? 0 : x.Select((value, i) => (value - meanX) * (samples[i].Score - meanY)).Sum() / spread;
        var (drop, ceiling) = (Math.Max(0, -slope), meanY + (Math.Max(0, -slope) * meanX));
        if (ceiling > highest)
        {
            ceiling = highest;
            drop = Math.Max(0, x.Select((value, i) => value * (highest - samples[i].Score)).Sum() / x.Sum(static value => value * value));
        }
        var error = Math.Sqrt(x.Select((value, i) => Math.Pow(ceiling - (drop * value) - samples[i].Score, 2)).Average());
        return new(ceiling, drop, rate, error);
    }
}
