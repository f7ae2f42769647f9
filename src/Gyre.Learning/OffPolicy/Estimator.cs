using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.OffPolicy;

/// <summary>From a checked log to an estimate with its intervals and diagnostics.</summary>
internal static class Estimator
{
    public static bool NeedsModel(OffPolicyMethod method) =>
        method is OffPolicyMethod.Direct or OffPolicyMethod.DoublyRobust or OffPolicyMethod.Switch or OffPolicyMethod.Shrinkage;

    public static OffPolicyEstimate Run(EvaluationLog log, OffPolicyOptions options, Support? support, SeededRandom? random)
    {
        Check(log, options, random);
        var columns = LogColumns.Of(log);
        var parameter = ParameterOf(columns, options);
        var terms = EstimatorTerms.Of(options.Method, columns, parameter ?? 0);
        var moments = terms.Moments();
        var half = NormalDistribution.Quantile(0.5 + options.Level / 2) * moments.StandardError;
        var range = Guarantee.RangeOf(options);
        var value = terms.Value;
        var halves = HalvesOf(columns, options.Method, parameter ?? 0);
        return new()
        {
            Method = options.Method,
            Parameter = parameter,
            Value = value,
            StandardError = moments.StandardError,
            Normal = new(value - half, value + half),
            Bootstrap = options.Resamples > 0 ? BootstrapInterval(terms, options, random!) : null,
            Guaranteed = range is { } bounds ? Guarantee.Bernstein(moments, bounds, options) : null,
            PlugIn = range is { } limits ? Guarantee.PlugIn(terms.Numerators, limits, options) : null,
            GuaranteedRange = range?.Width,
            Overlap = Overlap.Report(columns.Weights, options.Clip, options.Limits, support, halves),
        };
    }

    private static Halves? HalvesOf(LogColumns columns, OffPolicyMethod method, double parameter) =>
        Halves.Of(columns, part => EstimatorTerms.Of(method, part, parameter).Moments());

    private static double? ParameterOf(LogColumns log, OffPolicyOptions options) => options.Method switch
    {
        OffPolicyMethod.ClippedIps => options.Clip,
        OffPolicyMethod.Switch => options.SwitchAbove ?? ParameterSearch.Choose(options.Method, log, options.Choice, options.Level),
        OffPolicyMethod.Shrinkage => options.Shrinkage ?? ParameterSearch.Choose(options.Method, log, options.Choice, options.Level),
        _ => null,
    };

    private static ConfidenceInterval BootstrapInterval(EstimatorTerms terms, OffPolicyOptions options, SeededRandom random)
    {
        var ratios = Bootstrap.Ratios(terms.Numerators, terms.Denominators, options.Resamples, random);
        return new(Bootstrap.Percentile(ratios, (1 - options.Level) / 2), Bootstrap.Percentile(ratios, (1 + options.Level) / 2));
    }

    private static void Check(EvaluationLog log, OffPolicyOptions options, SeededRandom? random)
    {
        Settings.Level(options.Level);
        Settings.Above(nameof(options.Clip), options.Clip, 0);
        Settings.Between(nameof(options.Resamples), options.Resamples, 0, 1_000_000);
        if (options.SwitchAbove is { } tau && !(tau >= 0))
            throw new ArgumentException($"{nameof(options.SwitchAbove)} is {NumberText.Of(tau)}; it must be at least 0.", nameof(options));
        if (options.Shrinkage is { } lambda)
            Settings.Above(nameof(options.Shrinkage), lambda, 0);
        if (options.Resamples > 0 && random is null)
            throw new ArgumentException("A bootstrap requires a random generator.", nameof(random));
        if (NeedsModel(options.Method) && log.Predictions.IsEmpty)
            throw new ArgumentException($"The method {options.Method} requires predictions and values of a reward model.", nameof(log));
        if (options.RewardRange is { } rewards)
            CheckRange(log, options, rewards);
    }

    /// <summary>A guarantee that rests on a range holds only where the data keep to it.</summary>
    private static void CheckRange(EvaluationLog log, OffPolicyOptions options, ConfidenceInterval rewards)
    {
        Settings.Range(nameof(options.RewardRange), rewards);
        if (options.WeightBound is { } bound)
            Settings.Above(nameof(options.WeightBound), bound, 0);
        for (var row = 0; row < log.Count; row++)
        {
            if (!rewards.Contains(log.Rewards[row]))
                throw Outside(row, "reward", log.Rewards[row]);
            if (!log.Predictions.IsEmpty && !(rewards.Contains(log.Predictions[row]) && rewards.Contains(log.Values[row])))
                throw Outside(row, "prediction", log.Predictions[row]);
            if (log.Targets[row] / log.Propensities[row] > options.WeightBound)
                throw Outside(row, "weight", log.Targets[row] / log.Propensities[row]);
        }
    }

    private static InvalidInputException Outside(int row, string field, double value) => new(
    [
        new Diagnostic(
            Severity.Error,
            "evaluation.range",
            $"Row {row + 1} of the log has the {field} {NumberText.Of(value)}, which is outside the stated range.")
        {
            Path = $"{row}/{field}",
            Remedy = "State the range that the values can really have.",
        },
    ]);
}
