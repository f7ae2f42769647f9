using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>Results of policies as JSON and as words.</summary>
internal static class BanditReport
{
    private static readonly ImmutableArray<(string Name, OffPolicyMethod Method)> Names =
    [
        ("doubly-robust", OffPolicyMethod.DoublyRobust), ("snips", OffPolicyMethod.Snips), ("ips", OffPolicyMethod.Ips),
        ("clipped-ips", OffPolicyMethod.ClippedIps),
        ("direct", OffPolicyMethod.Direct), ("switch", OffPolicyMethod.Switch), ("shrinkage", OffPolicyMethod.Shrinkage),
    ];

    /// <summary>Reads the names of estimators.</summary>
    public static ImmutableArray<OffPolicyMethod> Methods(string text)
    {
        var methods = ImmutableArray.CreateBuilder<OffPolicyMethod>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var index = Names.Select(pair => pair.Name).ToImmutableArray().IndexOf(word, StringComparer.Ordinal);
            methods.Add(index >= 0
                ? Names[index].Method
                : throw new InvalidInputException(
                    "bandit.method",
                    $"'{word}' is not a known estimator.",
                    $"Use one of: {string.Join(", ", Names.Select(pair => pair.Name))}."));
        }
        return methods.ToImmutable();
    }

    public static MapValue Of(PolicyEvaluation evaluation) => new(
    [
        new("rows", Value.Of(evaluation.Rows)),
        new("logged_reward", Value.Of(evaluation.LoggedReward)),
        new("logged_standard_error", Value.Of(evaluation.LoggedError)),
        new("value", Value.Of(evaluation.Estimates[0].Value)),
        new("passed", Value.Of(evaluation.Estimates[0].Overlap.Passed)),
        new("estimates", Value.Of(evaluation.Estimates.Select(estimate => (Value)Of(estimate)))),
    ]);

    public static IEnumerable<string> Words(PolicyEvaluation evaluation)
    {
        yield return $"{evaluation.Rows} decisions, logged reward {BanditAction.Short(evaluation.LoggedReward)} "
            + $"(standard error {BanditAction.Short(evaluation.LoggedError)}).";
        foreach (var estimate in evaluation.Estimates)
            yield return $"{NameOf(estimate.Method)}: {BanditAction.Short(estimate.Value)}, interval {Words(estimate.Normal)}.";
        yield return evaluation.Estimates[0].Overlap.Verdict;
    }

    public static MapValue Of(GateResult gate) => new(
    [
        new("promote", Value.Of(gate.Outcome == GateOutcome.Promote)),
        new("outcome", Value.Of(NameOf(gate.Outcome))),
        new("sentence", Value.Of(gate.Sentence)),
        new("rows", Value.Of(gate.Rows)),
        new("difference", Value.Of(gate.Difference)),
        new("interval", Of(gate.Bounds)),
        new("level", Value.Of(gate.Level)),
        new("margin", Value.Of(gate.Margin)),
        new("value", Optional(gate.Value)),
        new("value_low", Optional(gate.ValueLow)),
        new("p_value", Optional(gate.PValue)),
        new("more_rows", gate.MoreRows is { } more ? Value.Of(more) : Value.Null),
        new("overlap", gate.Overlap is { } overlap ? Of(overlap) : Value.Null),
    ]);

    public static string Words(ConfidenceInterval interval) =>
        $"{BanditAction.Short(interval.Low)} to {BanditAction.Short(interval.High)}";

    public static Value Optional(double? number) => number is { } known ? Value.Of(known) : Value.Null;

    private static MapValue Of(OffPolicyEstimate estimate) => new(
    [
        new("method", Value.Of(NameOf(estimate.Method))),
        new("value", Value.Of(estimate.Value)),
        new("standard_error", Value.Of(estimate.StandardError)),
        new("interval", Of(estimate.Normal)),
        new("bootstrap", estimate.Bootstrap is { } bootstrap ? Of(bootstrap) : Value.Null),
        new("parameter", Optional(estimate.Parameter)),
        new("overlap", Of(estimate.Overlap)),
    ]);

    private static MapValue Of(OverlapReport overlap) => new(
    [
        new("passed", Value.Of(overlap.Passed)),
        new("verdict", Value.Of(overlap.Verdict)),
        new("effective_rows", Value.Of(overlap.EffectiveRows)),
        new("mean_weight", Value.Of(overlap.MeanWeight)),
        new("max_weight", Value.Of(overlap.MaxWeight)),
        new("tail_share", Value.Of(overlap.TailShare)),
        new("unsupported", Optional(overlap.Unsupported)),
        new("unsupported_arm", overlap.UnsupportedArm is { } arm ? Value.Of(arm) : Value.Null),
        new("failures", Value.Of(overlap.Failures.Select(failure => Value.Of(failure)))),
    ]);

    private static ListValue Of(ConfidenceInterval interval) => new([Value.Of(interval.Low), Value.Of(interval.High)]);

    private static string NameOf(OffPolicyMethod method) => Names.First(pair => pair.Method == method).Name;

    private static string NameOf(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Promote => "promote",
        GateOutcome.Keep => "keep",
        GateOutcome.RollBack => "roll-back",
        GateOutcome.Refused => "refused",
        _ => "not-enough-evidence",
    };
}
