namespace Gyre.Tracking.Rules;

/// <summary>Stages as they are stored and shown.</summary>
internal static class Stages
{
    public const string Active = "active";
    public const string Deleted = "deleted";

    public static LifecycleStage Parse(string text) => text == Active ? LifecycleStage.Active : LifecycleStage.Deleted;
}
