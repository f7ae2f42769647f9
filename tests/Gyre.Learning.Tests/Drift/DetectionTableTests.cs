using Gyre.Core;

namespace Gyre.Learning.Tests.Drift;

/// <summary>
/// Streams of 20,000 errors at rate 0.2, which rises after 5,000: delays and false alarms. Delays are medians of 200 streams, 25% from
/// the expected ones at most. The expected shares of false alarms come from 200 streams themselves, so that 1,000 of ours may differ by
/// three standard errors of the difference of two binomial shares. If one fails, repeat it with ten times the streams before calling it a
/// fault.
/// </summary>
public sealed class DetectionTableTests(ITestOutputHelper output)
{
    private const int Streams = 200;

    [Theory]
    [InlineData(0.002, 1976, 440, 152, 88)]
    [InlineData(0.05, 888, 280, 88, 56)]
    public void Adwin_detects_as_fast_as_expected(double level, double quarter, double third, double two, double half) =>
        CheckDelays($"ADWIN {level}", new AdwinOptions { Level = level }, quarter, third, two, half);

    [Fact]
    public void Ddm_detects_as_fast_as_expected() => CheckDelays("DDM", new ErrorRateOptions(), 1949, 874, 409, 259);

    [Theory]
    [InlineData(0.002, 0.005)]
    [InlineData(0.05, 0.205)]
    public void Adwin_has_as_many_false_alarms_as_expected(double level, double expected) =>
        CheckFalseAlarms($"ADWIN {level}", new AdwinOptions { Level = level }, expected);

    [Fact]
    public void Ddm_has_as_many_false_alarms_as_expected() => CheckFalseAlarms("DDM", new ErrorRateOptions(), 0.245);

    [Theory]
    [InlineData(0.005, 40_000, 661)]
    // The expected 44,000 at level 0.0001 belong to a distance of 18/30, to which the asymptotic p-value leads; the exact one allows
    // 17/30 there.
    [InlineData(0.00005, 1_000_000, 44_000)]
    public void Kswin_alarms_without_a_change_as_often_as_expected(double level, int values, double expected)
    {
        var (detector, random) = (DriftDetector.Start(new KswinOptions { Level = level }), new SeededRandom(17));
        for (var seen = 0; seen < values; seen++)
            detector.Add(random.NextDouble());
        output.WriteLine(FormattableString.Invariant(
            $"KSWIN {level}: one alarm per {values / (double)detector.Alarms:0} values, expected {expected}"));
        // Three standard errors of a Poisson count.
        var count = values / expected;
        ((double)detector.Alarms).ShouldBeInRange(count - (3 * Math.Sqrt(count)), count + (3 * Math.Sqrt(count)));
    }

    private void CheckDelays(string name, DriftOptions options, params double[] expected)
    {
        double[] raised = [0.25, 0.3, 0.4, 0.5];
        for (var i = 0; i < raised.Length; i++)
        {
            var delays = Enumerable.Range(0, Streams).Select(stream => Delay(options, stream, raised[i])).Order().ToList();
            var median = (delays[(Streams / 2) - 1] + delays[Streams / 2]) / 2.0;
            output.WriteLine(FormattableString.Invariant($"{name} to {raised[i]}: median delay {median}, expected {expected[i]}"));
            median.ShouldBe(expected[i], 0.25 * expected[i]);
        }
    }

    private void CheckFalseAlarms(string name, DriftOptions options, double expected)
    {
        const int streams = 5 * Streams;
        var alarmed = Enumerable.Range(0, streams)
            .Count(stream => FirstAlarm(options, new SeededRandom((ulong)stream).Fork("steady"), 0.2, 0) < 20_000) / (double)streams;
        output.WriteLine(FormattableString.Invariant($"{name}: {alarmed} of streams with a false alarm, expected {expected}"));
        alarmed.ShouldBe(expected, 3 * Math.Sqrt(expected * (1 - expected) * ((1.0 / Streams) + (1.0 / streams))));
    }

    private static int Delay(DriftOptions options, int stream, double raised) =>
        FirstAlarm(options, new SeededRandom((ulong)stream).Fork("change"), raised, 5000) - 5000;

    /// <summary>Values up to the first alarm behind the change, or all.</summary>
    private static int FirstAlarm(DriftOptions options, SeededRandom random, double raised, int change)
    {
        var detector = DriftDetector.Start(options);
        for (var seen = 1; seen <= 20_000; seen++)
        {
            if (detector.Add(random.NextDouble() < (seen <= change ? 0.2 : raised) ? 1 : 0) && seen > change)
                return seen;
        }
        return 20_000;
    }
}
