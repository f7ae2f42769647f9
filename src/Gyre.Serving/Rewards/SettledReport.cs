using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Rewards;

/// <summary>Reports decisions that got their final rewards, so that those who count them miss none, however it came about.</summary>
internal static class SettledReport
{
    /// <param name="session">The transaction that settles them.</param>
    /// <param name="deployment">Name of the deployment.</param>
    /// <param name="change">What it changes in the books.</param>
    /// <param name="now">Now.</param>
    public static void Append(IDbSession session, string deployment, RewardBooks change, DateTimeOffset now)
    {
        // A late reward may move a decision from one to the other, which ends no wait.
        if (change.Pending >= 0)
            return;
        var data = new MapValue(
        [
            KeyValuePair.Create("name", Value.Of(deployment)),
            KeyValuePair.Create("joined", Value.Of(Math.Max(0, change.Joined))),
            KeyValuePair.Create("defaulted", Value.Of(Math.Max(0, change.Defaulted))),
        ]);
        session.Append(new NewEvent(DeploymentEvents.Settled, $"deployment/{deployment}", now, data));
    }
}
