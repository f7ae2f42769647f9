namespace Gyre.Automation.Triggers.Sources.Intervals;

/// <summary>Time that passes makes it occur.</summary>
internal sealed class IntervalCondition : ISourceCondition;
