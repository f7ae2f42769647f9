using Gyre.Core;

namespace Gyre.Projects.Schedules;

/// <summary>Why a schedule is refused.</summary>
/// <param name="Field">What is wrong: <c>minute</c>, <c>day of month</c>, ..., <c>cron</c> for the whole, <c>every</c>, <c>zone</c>.</param>
/// <param name="Message">What was given and why it is no good.</param>
/// <param name="Remedy">What to write instead.</param>
internal sealed record ScheduleError(string Field, string Message, string Remedy)
{
    public Diagnostic ToDiagnostic() => new(Severity.Error, "schedule.invalid", $"{Field}: {Message}") { Remedy = Remedy };
}

/// <summary>Carries an error out of a reader of schedules; never leaves this folder.</summary>
internal sealed class ScheduleException(string field, string message, string remedy) : Exception(message)
{
    public ScheduleError Error { get; } = new(field, message, remedy);
}
