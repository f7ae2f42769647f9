namespace Gyre.Learning.Files;

/// <summary>Columns of a log of decisions that are no context.</summary>
internal static class DecisionColumns
{
    public const string Id = "decision_id";
    public const string Time = "time";
    public const string Source = "decision_source";
    public const string Arm = "arm";
    public const string Propensity = "propensity";
    public const string Reward = "reward";

    public const string NumberRemedy =
        "Write a finite number of at most 1e50 in size, with a decimal point, or leave the column out with --ignore.";
    public const string PropensityRemedy = "Log the probability with which the arm was chosen: above 0, at most 1.";

    public static bool IsReserved(string name) => name is Id or Time or Source or Arm or Propensity or Reward;

    /// <summary>Numbers up to this size can be learned from.</summary>
    public static bool IsUsable(double number) => Math.Abs(number) <= 1e50;

    public static bool IsPropensity(double number) => number is > 0 and <= 1;
}
