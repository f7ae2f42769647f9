using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Drift;

namespace Gyre.Learning.Tests.Drift;

public sealed class DriftDetectorTests
{
    public static TheoryData<string> Names => ["adwin", "page-hinkley", "ddm", "kswin", "cusum"];

    [Fact]
    public void The_bound_of_a_cut_is_that_of_the_paper() => Adwin.Bound(500, 100, 0.16, 0.002).ShouldBe(0.253554, 5e-7);

    [Fact]
    public void The_sums_of_the_window_are_those_of_its_values()
    {
        var (adwin, random, values) = (new Adwin(new AdwinOptions()), new SeededRandom(2), new List<double>());
        for (var seen = 0; seen < 6000; seen++)
        {
            values.Add(random.NextDouble() < (seen / 1500 % 2 == 0 ? 0.2 : 0.6) ? 1 : random.NextDouble() / 4);
            adwin.Add(values[^1], seen);
            if (seen % 50 != 0)
                continue;
            var (total, kept) = (adwin.Window.Total(), values.TakeLast((int)adwin.Window.Total().Count).ToList());
            total.Sum.ShouldBe(kept.Sum(), 1e-9);
            total.Squares.ShouldBe(kept.Sum(value => Math.Pow(value - kept.Average(), 2)), 1e-8);
        }
        adwin.Window.Total().Count.ShouldBeLessThan(1600);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stopping_and_resuming_changes_nothing(string name)
    {
        var random = new SeededRandom(5).Fork(name);
        var (steady, resumed) = (DriftDetector.Start(Options(name)), DriftDetector.Start(Options(name)));
        for (var seen = 0; seen < 3000; seen++)
        {
            var value = random.NextDouble() < (seen / 700 % 2 == 0 ? 0.1 : 0.7) ? 1.0 : 0.0;
            if (random.NextInt(0, 40) == 0)
                resumed = DriftDetector.Resume(JsonSerializer.Deserialize<DriftState>(JsonSerializer.Serialize(resumed.State))!);
            resumed.Add(value).ShouldBe(steady.Add(value));
            resumed.Finding.ShouldBe(steady.Finding);
        }
        JsonSerializer.Serialize(resumed.State).ShouldBe(JsonSerializer.Serialize(steady.State));
        steady.Alarms.ShouldBeGreaterThan(0);
        steady.Seen.ShouldBe(3000);
    }

    [Fact]
    public void A_cumulative_sum_adds_log_likelihood_ratios()
    {
        var detector = DriftDetector.Start(new CusumOptions { ReferenceError = 0.1, RaisedError = 0.3, Threshold = 3 });

        detector.Finding.Explanation.ShouldBe("No drift: there are too few values for a check.");
        detector.Add(1).ShouldBeFalse();
        detector.Finding.Statistic.ShouldBe(Math.Log(3), 1e-12);
        detector.Add(0);
        detector.Finding.Statistic.ShouldBe(Math.Log(3) + Math.Log(7.0 / 9), 1e-12);
        detector.Add(1);
        detector.Add(1).ShouldBeTrue();
        detector.Finding.Explanation.ShouldBe("Drift: the evidence for a raised error of 3.044522 exceeds 3.");
        detector.Add(0);
        detector.Finding.Statistic.ShouldBe(0);
    }

    [Fact]
    public void The_expected_delay_is_threshold_by_divergence() =>
        new CusumOptions { ReferenceError = 0.1, RaisedError = 0.3 }.ExpectedDelay.ShouldBe(8 / 0.1536640, 0.001);

    [Fact]
    public void The_reference_error_is_the_upper_bound_of_the_gates_rows()
    {
        var options = CusumOptions.ForGate(10, 100, 0.2);

        // Wilson's bound solves |rate - bound| = z sqrt(bound (1 - bound) / n).
        (options.ReferenceError - 0.1)
            .ShouldBe(1.6448536269514722 * Math.Sqrt(options.ReferenceError * (1 - options.ReferenceError) / 100), 1e-12);
        options.RaisedError.ShouldBe(options.ReferenceError + 0.2);
        CusumOptions.ForGate(0, 50, 0.1).ReferenceError.ShouldBeInRange(0.04, 0.06);
    }

    [Theory]
    [InlineData(DriftDirection.Rise, 0.2, 0.6, true)]
    [InlineData(DriftDirection.Rise, 0.6, 0.2, false)]
    [InlineData(DriftDirection.Fall, 0.2, 0.6, false)]
    [InlineData(DriftDirection.Fall, 0.6, 0.2, true)]
    [InlineData(DriftDirection.Either, 0.6, 0.2, true)]
    public void Only_changes_in_the_direction_asked_for_are_alarms(DriftDirection direction, double before, double after, bool alarm)
    {
        Alarms(new AdwinOptions { Direction = direction }, before, after).ShouldBe(alarm);
        Alarms(new PageHinkleyOptions { Direction = direction, Allowance = 0.1 }, before, after).ShouldBe(alarm);
    }

    [Fact]
    public void A_window_of_another_range_is_the_same_window()
    {
        var (unit, stars, random) = (
            DriftDetector.Start(new AdwinOptions()), DriftDetector.Start(new AdwinOptions { Low = 1, High = 5 }), new SeededRandom(8));
        for (var seen = 0; seen < 4000; seen++)
        {
            var value = random.NextInt(0, seen < 2000 ? 3 : 5) / 4.0;
            unit.Add(value).ShouldBe(stars.Add(1 + (4 * value)));
        }
        unit.Alarms.ShouldBeGreaterThan(0);
        stars.Finding.Threshold.ShouldBe(4 * unit.Finding.Threshold, 1e-9);
    }

    [Fact]
    public void Errors_of_a_perfect_model_are_no_alarm_until_they_repeat()
    {
        var detector = DriftDetector.Start(new ErrorRateOptions());
        for (var i = 0; i < 1000; i++)
            detector.Add(0).ShouldBeFalse();
        detector.Add(1).ShouldBeFalse();
        Enumerable.Range(0, 20).Count(_ => detector.Add(1)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_that_cannot_be_are_refused_and_change_nothing(string name)
    {
        var detector = DriftDetector.Start(Options(name));
        detector.Add(1);
        var before = JsonSerializer.Serialize(detector.State);
        double[] refused = name is "kswin"
            ? [double.NaN, double.NegativeInfinity]
            : name is "page-hinkley" ? [double.NaN, 1e101] : [double.NaN, double.PositiveInfinity, -0.1, 1.1];
        foreach (var value in refused)
            Should.Throw<ArgumentOutOfRangeException>(() => detector.Add(value));
        JsonSerializer.Serialize(detector.State).ShouldBe(before);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        Refusal(new AdwinOptions { Level = 0 }).ShouldStartWith("Level must be");
        Refusal(new AdwinOptions { Clock = 0 }).ShouldStartWith("Clock must be");
        Refusal(new AdwinOptions { Low = 1 }).ShouldStartWith("High must be");
        Refusal(new PageHinkleyOptions { Allowance = double.NaN }).ShouldStartWith("Allowance must be");
        Refusal(new PageHinkleyOptions { Threshold = 0 }).ShouldStartWith("Threshold must be");
        Refusal(new ErrorRateOptions { Deviations = -1 }).ShouldStartWith("Deviations must be");
        Refusal(new KswinOptions { Window = 50 }).ShouldStartWith("Window must be");
        Refusal(new KswinOptions { Recent = 1 }).ShouldStartWith("Recent must be");
        Refusal(new CusumOptions { ReferenceError = 0, RaisedError = 0.2 }).ShouldStartWith("ReferenceError must be");
        Refusal(new CusumOptions { ReferenceError = 0.2, RaisedError = 0.2 }).ShouldStartWith("RaisedError must be");
        Should.Throw<ArgumentException>(() => CusumOptions.ForGate(5, 10, 0.9)).ParamName.ShouldBe("shift");
        Should.Throw<ArgumentException>(() => CusumOptions.ForGate(11, 10, 0.1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_that_no_detector_wrote_is_refused(string name)
    {
        var detector = DriftDetector.Start(Options(name));
        for (var i = 0; i < 200; i++)
            detector.Add(i % 3 == 0 ? 1 : 0);
        var state = detector.State;

        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Memory = state.Memory[..^1] }))
            .Diagnostics[0].Code.ShouldBe("drift.state");
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Memory = state.Memory.Add(0) }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Memory = state.Memory.SetItem(0, double.NaN) }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Memory = state.Memory.SetItem(0, -1) }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Memory = default }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Alarms = 201 }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Statistic = double.NaN }));
        Should.Throw<InvalidInputException>(() => DriftDetector.Resume(state with { Options = new AdwinOptions { Clock = -1 } }));
    }

    private static DriftOptions Options(string name) => name switch
    {
        "adwin" => new AdwinOptions(),
        "page-hinkley" => new PageHinkleyOptions { Allowance = 0.1, Threshold = 20 },
        "ddm" => new ErrorRateOptions(),
        "kswin" => new KswinOptions { Level = 0.01 },
        _ => new CusumOptions { ReferenceError = 0.1, RaisedError = 0.3 },
    };

    private static bool Alarms(DriftOptions options, double before, double after)
    {
        var (detector, random) = (DriftDetector.Start(options), new SeededRandom(3));
        for (var seen = 0; seen < 2000; seen++)
            detector.Add(random.NextDouble() < (seen < 1000 ? before : after) ? 1 : 0);
        return detector.Alarms > 0;
    }

    private static string Refusal(DriftOptions options) => Should.Throw<ArgumentException>(() => DriftDetector.Start(options)).Message;
}
