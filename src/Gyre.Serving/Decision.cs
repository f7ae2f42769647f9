using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Serving;

/// <summary>Asks a deployment to choose an arm.</summary>
public sealed record DecisionRequest
{
    /// <summary>1 to 200 printable characters that name the decision, so that asking twice decides once; null for a new one.</summary>
    public string? DecisionId { get; init; }

    /// <summary>The numbers of the context, in the order of the policy's fields. Either these or <see cref="Fields"/>.</summary>
    public IReadOnlyList<double>? Context { get; init; }

    /// <summary>The numbers of the context by name, one for each of the policy's fields.</summary>
    public IReadOnlyDictionary<string, double>? Fields { get; init; }

    /// <summary>
    /// The arms to choose from, all different; null for all that the policy has. A policy with features of arms takes any names here, and numbers them from 0 when
    /// there are none.
    /// </summary>
    public IReadOnlyList<string>? Arms { get; init; }

    /// <summary>The features of each arm, for a policy that has them; else null.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Features { get; init; }

    /// <summary>Whether each arm may be chosen, in the order of <see cref="Arms"/> or else of the policy's arms; null for all.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>
    /// The arm that the caller would choose itself. It is the answer while the deployment is an apprentice, which needs it
    /// (<see cref="DeploymentSettings.Apprentice"/>), and is no part of the question else.
    /// </summary>
    public string? Baseline { get; init; }
}

/// <summary>What a deployment chose.</summary>
public sealed record Decision
{
    /// <summary>Names it, for its rewards.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Name of the chosen arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Its index among the arms of the policy, or of the request where a policy has features of arms; from 0.</summary>
    public required int ArmIndex { get; init; }

    /// <summary>The probability with which the version chose it; in (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The version that chose.</summary>
    public required long Version { get; init; }

    /// <summary>The probability with which this version was asked: its share, or what the canaries leave to the champion.</summary>
    public required double Share { get; init; }

    /// <summary>What every random number of the decision was drawn from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was made before and is only told again.</summary>
    public bool IsRepeated { get; init; }
}

/// <summary>What requests of a deployment have to look like.</summary>
/// <param name="ContextFields">Names of the numbers of the context, in their order.</param>
/// <param name="ArmFields">Names of the numbers of each arm; empty where arms have no features.</param>
/// <param name="Arms">The arms of the champion; empty where requests bring their own.</param>
public sealed record DecisionShape(IReadOnlyList<string> ContextFields, IReadOnlyList<string> ArmFields, IReadOnlyList<string> Arms);

/// <summary>What a shadow would have chosen, or the champion while it is an apprentice.</summary>
/// <param name="Version">The shadow.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Propensity">With which probability.</param>
public sealed record ShadowDecision(long Version, string Arm, double Propensity)
{
    /// <summary>The probability with which an apprentice would have chosen what the caller chose; null for shadows.</summary>
    public double? Baseline { get; init; }
}

/// <summary>Where a decision is.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DecisionOutcome>))]
public enum DecisionOutcome
{
    /// <summary>Its wait is not over.</summary>
    Pending,

    /// <summary>It has a reward.</summary>
    Joined,

    /// <summary>It got none and has the default.</summary>
    Defaulted,
}

/// <summary>Who made a decision.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DecisionSource>))]
public enum DecisionSource
{
    /// <summary>This program, when it was asked.</summary>
    Server,

    /// <summary>A program that has the policy, and told afterwards.</summary>
    Client,
}

/// <summary>A decision that a program made by itself with a version of a deployment.</summary>
public sealed record MadeDecision
{
    /// <summary>What was asked; with the id of the decision.</summary>
    public required DecisionRequest Request { get; init; }

    /// <summary>Name of the chosen arm.</summary>
    public required string Arm { get; init; }

    /// <summary>The probability with which the version chose it; in (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The version that chose.</summary>
    public required long Version { get; init; }

    /// <summary>The probability with which this version was asked; in (0, 1].</summary>
    public double Share { get; init; } = 1;

    /// <summary>What every random number of the decision was drawn from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When; at most 5 minutes ahead of this program's clock and 365 days behind it. Its wait ends by this time.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>That a decision is in the log.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="IsRepeated">Whether it was there before.</param>
public sealed record RecordReceipt(string DecisionId, bool IsRepeated);

/// <summary>A decision as it is logged.</summary>
public sealed record LoggedDecision
{
    /// <summary>Its place in the log; grows.</summary>
    public required long Number { get; init; }

    /// <summary>What was chosen.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Who made it.</summary>
    public DecisionSource Source { get; init; }

    /// <summary>What was asked: a JSON object with <c>context</c>, and <c>arms</c>, <c>features</c> and <c>mask</c> where they were given.</summary>
    public required string Request { get; init; }

    /// <summary>What shadows would have chosen.</summary>
    public required ImmutableArray<ShadowDecision> Shadows { get; init; }

    /// <summary>When its wait ends.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Where it is.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Its final reward; null while it is pending.</summary>
    public double? Reward { get; init; }

    /// <summary>The rewards that were kept for it, in the order in which they came; empty in lists.</summary>
    public ImmutableArray<KeptReward> Rewards { get; init; } = [];
}

/// <summary>A reward as it is kept. Duplicates and orphans are only counted.</summary>
/// <param name="RewardId">Names it within its decision.</param>
/// <param name="Value">Its value.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Fate">What became of it.</param>
public sealed record KeptReward(string RewardId, double Value, DateTimeOffset Time, RewardFate Fate);

/// <summary>What a decision brought.</summary>
public sealed record NewReward
{
    /// <summary>The decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>1 to 200 printable characters that name the reward within its decision, so that giving it twice counts once; null for a new one.</summary>
    public string? RewardId { get; init; }

    /// <summary>Higher is better; finite.</summary>
    public required double Value { get; init; }

    /// <summary>When it happened; null for now.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>What became of a reward.</summary>
/// <param name="DecisionId">Its decision.</param>
/// <param name="RewardId">Names it.</param>
/// <param name="Fate">Exactly one.</param>
public sealed record RewardReceipt(string DecisionId, string RewardId, RewardFate Fate);

/// <summary>Which decisions are wanted.</summary>
public sealed record DecisionQuery
{
    /// <summary>Only of this outcome.</summary>
    public DecisionOutcome? Outcome { get; init; }

    /// <summary>Only with this arm.</summary>
    public string? Arm { get; init; }

    /// <summary>Only by this version.</summary>
    public long? Version { get; init; }

    /// <summary>Only made at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only made before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only with a lower <see cref="LoggedDecision.Number"/>; for the next page.</summary>
    public long? Before { get; init; }

    /// <summary>At most so many; 1 to 1,000, default 100.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of decisions.</summary>
/// <param name="Decisions">The newest first.</param>
/// <param name="Next">The <see cref="DecisionQuery.Before"/> of the next page; null when there is none.</param>
public sealed record DecisionPage(IReadOnlyList<LoggedDecision> Decisions, long? Next);
