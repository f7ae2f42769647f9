namespace Gyre.Automation.Triggers.Sources.Webhooks;

/// <summary>Requests from outside make it occur.</summary>
internal sealed class WebhookCondition : ISourceCondition
{
    public bool TakesHooks => true;
}
