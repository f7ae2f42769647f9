using Gyre.Core;

namespace Gyre.Learning.Tests.Drift;

/// <summary>
/// 200,000 decisions with abrupt changes at rate 1/5,000: the error is 0.1 after a training and 0.3 after a change until the next
/// training; each decision of a stale model costs the difference. 40 seeds. What an oracle pays is one training per change. The bounds
/// are those of the acceptance rule: 1.7 times the oracle, combined below pure; the costs themselves are printed.
/// </summary>
public sealed class RetrainingCostTests(ITestOutputHelper output)
{
    private const int Decisions = 200_000;
    private const int Seeds = 40;
    private static readonly double[] Costs = [20, 100, 500];

    private static readonly RetrainingRule Anytime = new()
    {
        CoolDown = TimeSpan.Zero,
        MinimumNewRows = 0,
        DailyLimit = int.MaxValue,
        Patience = int.MaxValue,
    };

    [Fact]
    public void Cusum_against_the_gate_costs_little_more_than_an_oracle()
    {
        var oracle = Oracle();
        foreach (var threshold in new[] { 6.0, 8, 10 })
        {
            var paid = Average(Anytime, new CusumOptions { ReferenceError = 0.1, RaisedError = 0.3, Threshold = threshold });
            Print($"CUSUM {threshold:0}", paid);
            if (threshold != 8)
                continue;
            foreach (var cost in Costs)
                paid.Of(cost).ShouldBeLessThan(1.7 * oracle.Of(cost));
        }
    }

    [Fact]
    public void A_maximum_age_repairs_a_detector_that_looks_only_at_its_own_past()
    {
        var pure = Average(Anytime, new AdwinOptions());
        var combined = Average(Anytime with { MaximumDecisions = 8000 }, new AdwinOptions());
        Print("ADWIN, reset", pure);
        Print("ADWIN or age 8,000", combined);
        int[] periods = [1000, 2000, 4000, 8000];
        var schedules = periods.Select(period => Average(Anytime with { MaximumDecisions = period }, null)).ToList();
        foreach (var cost in Costs)
        {
            var schedule = schedules.Min(paid => paid.Of(cost));
            output.WriteLine(FormattableString.Invariant($"best fixed period at {cost}: {schedule:0}"));
            combined.Of(cost).ShouldBeLessThan(Math.Min(pure.Of(cost), schedule));
        }
    }

    private Paid Oracle()
    {
        var changes = Enumerable.Range(0, Seeds).Average(seed => Changes(seed).Count(change => change));
        var paid = new Paid(changes, 0);
        Print("oracle", paid);
        return paid;
    }

    private static Paid Average(RetrainingRule rule, DriftOptions? options)
    {
        var paid = Enumerable.Range(0, Seeds).Select(seed => Run(seed, rule, options)).ToList();
        return new Paid(paid.Average(one => one.Trainings), paid.Average(one => one.Stale));
    }

    private static Paid Run(int seed, RetrainingRule rule, DriftOptions? options)
    {
        var errors = new SeededRandom((ulong)seed).Fork("errors");
        var detector = options is null ? null : DriftDetector.Start(options);
        var (start, stale) = (new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), false);
        var (history, trainings, staleDecisions) = (new RetrainingHistory { LastTrained = start }, 0, 0);
        foreach (var (number, changed) in Changes(seed).Index())
        {
            stale |= changed;
            staleDecisions += stale ? 1 : 0;
            var drifted = detector?.Add(errors.NextDouble() < (stale ? 0.3 : 0.1) ? 1 : 0) ?? false;
            history = history.WithDecisions(1, 1);
            if (!rule.Decide(history, drifted, start.AddSeconds(number)).Retrain)
                continue;
            (trainings, stale) = (trainings + 1, false);
            history = history.WithTraining(start.AddSeconds(number)).WithPromotion() with { Trainings = [] };
            detector = options is null ? null : DriftDetector.Start(options);
        }
        return new Paid(trainings, staleDecisions);
    }

    private static IEnumerable<bool> Changes(int seed)
    {
        var random = new SeededRandom((ulong)seed).Fork("changes");
        for (var number = 0; number < Decisions; number++)
            yield return random.NextDouble() < 1.0 / 5000;
    }

    private void Print(string name, Paid paid) =>
        output.WriteLine(FormattableString.Invariant(
            $"{name}: {string.Join(", ", Costs.Select(cost => FormattableString.Invariant($"{paid.Of(cost):0}")))}"));

    private sealed record Paid(double Trainings, double Stale)
    {
        public double Of(double cost) => (Trainings * cost) + (0.2 * Stale);
    }
}
