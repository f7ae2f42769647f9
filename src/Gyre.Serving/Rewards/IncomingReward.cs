namespace Gyre.Serving.Rewards;

/// <summary>A reward on its way into the log.</summary>
internal readonly record struct IncomingReward(string Decision, string Reward, double Value, DateTimeOffset Time);
