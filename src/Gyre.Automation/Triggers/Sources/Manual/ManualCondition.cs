namespace Gyre.Automation.Triggers.Sources.Manual;

/// <summary>Nothing but people make it occur.</summary>
internal sealed class ManualCondition : ISourceCondition;
