namespace Gyre.Automation.Triggers.Sources.Cron;

/// <summary>Times of a clock on the wall make it occur.</summary>
internal sealed class CronCondition : ISourceCondition;
