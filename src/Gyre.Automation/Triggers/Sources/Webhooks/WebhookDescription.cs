namespace Gyre.Automation.Triggers.Sources.Webhooks;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class WebhookDescription
{
    public static string Of() => "webhook";
}
