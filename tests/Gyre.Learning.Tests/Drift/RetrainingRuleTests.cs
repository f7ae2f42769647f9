namespace Gyre.Learning.Tests.Drift;

public sealed class RetrainingRuleTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly RetrainingRule Rule = new()
    {
        MaximumAge = TimeSpan.FromDays(7),
        MaximumDecisions = 5000,
        CoolDown = TimeSpan.FromHours(1),
        MinimumNewRows = 100,
        DailyLimit = 5,
        Patience = 3,
    };

    private static readonly RetrainingHistory Fresh = new() { LastTrained = Start, NewRows = 1000, DecisionsSince = 1000 };

    [Fact]
    public void Without_alarm_and_age_there_is_nothing_to_do() => Decide(Fresh, false, 24).Reason.ShouldBe(RetrainingReason.NothingToDo);

    [Fact]
    public void An_alarm_trains() =>
        Decide(Fresh, true, 24)
            .ShouldBe(new RetrainingDecision(true, RetrainingReason.Drift, false, "The model's error has risen above that of its gate."));

    [Theory]
    [InlineData(167, 4999, RetrainingReason.NothingToDo)]
    [InlineData(168, 4999, RetrainingReason.Age)]
    [InlineData(1, 5000, RetrainingReason.Age)]
    public void An_old_model_trains(int hours, int decisions, RetrainingReason reason)
    {
        var decision = Decide(Fresh with { DecisionsSince = decisions }, false, hours);

        decision.Reason.ShouldBe(reason);
        decision.Retrain.ShouldBe(reason == RetrainingReason.Age);
    }

    [Fact]
    public void A_storm_of_alarms_trains_once_per_cool_down()
    {
        var (history, trained) = (Fresh, 0);
        for (var minute = 0; minute < 180; minute++)
        {
            var now = Start.AddMinutes(minute);
            if (!Rule.Decide(history, true, now).Retrain)
                continue;
            trained++;
            history = history.WithTraining(now).WithPromotion().WithDecisions(500, 500);
        }
        trained.ShouldBe(3);
        Rule.Decide(history, true, Start.AddMinutes(179)).Reason.ShouldBe(RetrainingReason.CoolDown);
    }

    [Fact]
    public void Too_few_new_rows_wait()
    {
        var decision = Decide(Fresh with { NewRows = 99 }, true, 24);

        decision.Retrain.ShouldBeFalse();
        decision.Reason.ShouldBe(RetrainingReason.TooFewRows);
        decision.Explanation.ShouldBe("The model's error has risen above that of its gate. But only 99 rows of at least 100 are new.");
    }

    [Fact]
    public void No_more_trainings_than_the_limit_within_a_day()
    {
        var history = Fresh;
        var times = new List<double>();
        for (var half = 0; half < 96; half++)
        {
            var now = Start.AddHours(half / 2.0);
            if (!Rule.Decide(history, true, now).Retrain)
                continue;
            times.Add(half / 2.0);
            history = history.WithTraining(now).WithPromotion().WithDecisions(500, 500);
        }
        times.ShouldBe([0, 1, 2, 3, 4, 24, 25, 26, 27, 28]);
        Rule.Decide(history, true, Start.AddHours(47)).Reason.ShouldBe(RetrainingReason.DailyLimit);
    }

    [Fact]
    public void Three_trainings_without_a_promotion_back_off_and_tell_a_person()
    {
        var rule = Rule with { DailyLimit = 100 };
        var (history, times) = (Fresh, new List<double>());
        for (var hour = 0; hour < 400; hour++)
        {
            var now = Start.AddHours(hour);
            var decision = rule.Decide(history, true, now);
            decision.NeedsPerson.ShouldBe(times.Count >= 3);
            if (!decision.Retrain)
            {
                decision.Reason.ShouldBe(RetrainingReason.BackOff);
                continue;
            }
            times.Add(hour);
            history = history.WithTraining(now).WithDecisions(500, 500);
        }
        times.Zip(times.Skip(1)).Select(pair => pair.Second - pair.First).ShouldBe([1, 1, 2, 4, 8, 16, 32, 64, 64, 64, 64, 64]);
        rule.Decide(history.WithPromotion(), true, Start.AddHours(400)).ShouldSatisfyAllConditions(
            decision => decision.Retrain.ShouldBeTrue(), decision => decision.NeedsPerson.ShouldBeFalse());
    }

    [Fact]
    public void A_training_starts_the_counts_again()
    {
        var history = Fresh.WithDecisions(10, 5).WithTraining(Start.AddHours(2));

        (history.DecisionsSince, history.NewRows, history.WithoutPromotion, history.LastTrained).ShouldBe((0L, 0L, 1, Start.AddHours(2)));
        Should.Throw<ArgumentException>(() => history.WithTraining(Start));
        Should.Throw<ArgumentException>(() => history.WithDecisions(-1, 0));
    }

    [Fact]
    public void Limits_out_of_range_are_refused_by_name()
    {
        Refusal(Rule with { MaximumAge = TimeSpan.Zero }).ShouldStartWith("MaximumAge must be");
        Refusal(Rule with { MaximumDecisions = 0 }).ShouldStartWith("MaximumDecisions must be");
        Refusal(Rule with { CoolDown = TimeSpan.FromHours(-1) }).ShouldStartWith("CoolDown must be");
        Refusal(Rule with { MinimumNewRows = -1 }).ShouldStartWith("MinimumNewRows must be");
        Refusal(Rule with { DailyLimit = 0 }).ShouldStartWith("DailyLimit must be");
        Refusal(Rule with { Patience = 0 }).ShouldStartWith("Patience must be");
        Should.Throw<ArgumentException>(() => Rule.Decide(Fresh, false, Start.AddSeconds(-1))).ParamName.ShouldBe("now");
        Should.Throw<ArgumentException>(() => RetrainingRule.BestPeriod(double.NaN, 1)).ParamName.ShouldBe("cost");
        Should.Throw<ArgumentException>(() => RetrainingRule.BestPeriod(1, 0)).ParamName.ShouldBe("growth");
    }

    [Fact]
    public void The_best_period_is_the_least_of_the_simulated_costs()
    {
        // C = 100, g = 4e-5: 2,236 decisions.
        var best = RetrainingRule.BestPeriod(100, 4e-5);
        best.ShouldBe(2236.0679774997896, 1e-9);
        Enumerable.Range(1, 500).Select(step => 10 * step).MinBy(PeriodCost).ShouldBe(2240);
        (PeriodCost(1118) / PeriodCost(2236)).ShouldBe(1.25, 0.001);
    }

    private static double PeriodCost(int period)
    {
        var loss = 0.0;
        for (var age = 0; age < period; age++)
            loss += 4e-5 * age;
        return (100 + loss) / period;
    }

    private static RetrainingDecision Decide(RetrainingHistory history, bool drifted, double hours) =>
        Rule.Decide(history, drifted, Start.AddHours(hours));

    private static string Refusal(RetrainingRule rule) => Should.Throw<ArgumentException>(() => rule.Decide(Fresh, false, Start)).Message;
}
