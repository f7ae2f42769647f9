using Gyre.Core;

namespace Gyre.Learning.OffPolicy;

/// <summary>Refuses a log by row and field.</summary>
internal static class LogCheck
{
    public const double SumTolerance = 1e-9;

    public static void Check(EvaluationLog log)
    {
        Rows(log.Count);
        Propensities(log.Propensities.AsSpan(), log.Count);
        Probabilities(nameof(log.Targets), log.Targets.AsSpan(), log.Count);
        Finite(nameof(log.Rewards), log.Rewards.AsSpan(), log.Count);
        if (log.Predictions.IsEmpty && log.Values.IsEmpty)
            return;
        Finite(nameof(log.Predictions), log.Predictions.AsSpan(), log.Count);
        Finite(nameof(log.Values), log.Values.AsSpan(), log.Count);
    }

    public static void Check(PairedLog log)
    {
        Rows(log.Count);
        Propensities(log.Propensities.AsSpan(), log.Count);
        Probabilities(nameof(log.Challenger), log.Challenger.AsSpan(), log.Count);
        Probabilities(nameof(log.Champion), log.Champion.AsSpan(), log.Count);
        Finite(nameof(log.Rewards), log.Rewards.AsSpan(), log.Count);
        if (log.Predictions.IsEmpty && log.ChallengerValues.IsEmpty && log.ChampionValues.IsEmpty)
            return;
        Finite(nameof(log.Predictions), log.Predictions.AsSpan(), log.Count);
        Finite(nameof(log.ChallengerValues), log.ChallengerValues.AsSpan(), log.Count);
        Finite(nameof(log.ChampionValues), log.ChampionValues.AsSpan(), log.Count);
    }

    public static void Check(InteractionLog log)
    {
        Rows(log.Count);
        if (log.ArmNames.IsDefaultOrEmpty || log.ArmNames.Any(string.IsNullOrEmpty)
            || log.ArmNames.Distinct(StringComparer.Ordinal).Count() != log.ArmNames.Length)
            throw new ArgumentException("A log requires at least one arm, and each arm a name of its own.", nameof(log));
        Length(nameof(log.Arms), log.Arms.Length, log.Count);
        Finite(nameof(log.Rewards), log.Rewards.AsSpan(), log.Count);
        Length(nameof(log.Contexts), log.Contexts.Rows, log.Count);
        for (var row = 0; row < log.Count; row++)
        {
            foreach (var value in log.Contexts.Row(row))
                Require(double.IsFinite(value), row, "contexts", value, "a finite number");
            var isKnown = log.Arms[row] >= 0 && log.Arms[row] < log.ArmNames.Length;
            Require(isKnown, row, "arms", log.Arms[row], $"an index from 0 to {log.ArmNames.Length - 1}");
        }
        Distribution(nameof(log.Logged), log.Logged, log);
        Distribution(nameof(log.Target), log.Target, log);
        for (var row = 0; row < log.Count; row++)
            Require(log.Logged[row, log.Arms[row]] > 0, row, "logged", 0, "a probability above 0 for the chosen arm");
    }

    public static void Differences(ReadOnlySpan<double> differences)
    {
        Rows(differences.Length);
        Finite(nameof(differences), differences, differences.Length);
    }

    /// <summary>Each row a distribution over the arms.</summary>
    public static void Distribution(string field, DenseMatrix table, InteractionLog log)
    {
        Length(field, table.Rows, log.Count);
        if (table.Columns != log.ArmNames.Length)
            throw new ArgumentException($"{field} has {table.Columns} columns, but there are {log.ArmNames.Length} arms.", nameof(table));
        for (var row = 0; row < table.Rows; row++)
        {
            var sum = 0.0;
            foreach (var value in table.Row(row))
            {
                Require(value is >= 0 and <= 1, row, field, value, "a probability from 0 to 1");
                sum += value;
            }
            Require(Math.Abs(sum - 1) <= SumTolerance, row, field, sum, "probabilities with the sum 1");
        }
    }

    private static void Rows(int count)
    {
        if (count < 2)
            throw new ArgumentException($"The log has {count} rows; an estimate requires at least 2.", nameof(count));
    }

    private static void Propensities(ReadOnlySpan<double> column, int count)
    {
        Length(nameof(EvaluationLog.Propensities), column.Length, count);
        for (var row = 0; row < count; row++)
            Require(column[row] is > 0 and <= 1, row, "propensities", column[row], "a probability above 0 and at most 1");
    }

    private static void Probabilities(string field, ReadOnlySpan<double> column, int count)
    {
        Length(field, column.Length, count);
        for (var row = 0; row < count; row++)
            Require(column[row] is >= 0 and <= 1, row, field, column[row], "a probability from 0 to 1");
    }

    private static void Finite(string field, ReadOnlySpan<double> column, int count)
    {
        Length(field, column.Length, count);
        for (var row = 0; row < count; row++)
            Require(double.IsFinite(column[row]), row, field, column[row], "a finite number");
    }

    private static void Length(string field, int length, int count)
    {
        if (length != count)
            throw new ArgumentException($"{field} has {length} values, but there are {count} rewards.", field);
    }

    private static void Require(bool holds, int row, string field, double given, string expected)
    {
        if (holds)
            return;
        var name = KebabCase.Of(field);
        throw new InvalidInputException(
        [
            new Diagnostic(
                Severity.Error,
                "evaluation.invalid",
                $"Row {row + 1} of the log has {NumberText.Of(given)} in '{name}', expected {expected}.")
            {
                Path = $"{row}/{name}",
                Remedy = "Correct the log, or leave the row out of the evaluation.",
            },
        ]);
    }
}
