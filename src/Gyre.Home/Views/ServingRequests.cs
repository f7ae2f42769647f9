using System.Collections.Immutable;
using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Serving;
using Gyre.Tracking;

namespace Gyre.Home.Views;

/// <summary>What is asked of deployments over the API, in the words of the module. Values that are none are refused with their field.</summary>
public static class ServingRequests
{
    /// <summary>Which versions are compared.</summary>
    public static VersionQuery Of(EvaluateVersionsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var standard = new VersionQuery { Versions = [] };
        return new VersionQuery
        {
            Versions = [.. request.Versions],
            From = request.From,
            To = request.To,
            Rows = request.Rows ?? standard.Rows,
            Level = request.Level ?? standard.Level,
        };
    }

    /// <summary>A version to be added.</summary>
    /// <param name="request">As it was sent.</param>
    /// <param name="by">Who asks, or null.</param>
    /// <exception cref="InvalidInputException">A value is none of its kind.</exception>
    public static NewVersion Of(DeployRequest request, string? by)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new NewVersion
        {
            Deployment = request.Name,
            Policy = request.Policy ?? default,
            Artifact = request.Artifact ?? default,
            Command = request.Command is { } command ? Of(command) : null,
            Role = Word("role", request.Role, VersionRole.Champion),
            Share = request.Share ?? 0,
            Model = request.Model,
            Alias = request.Alias,
            ModelVersion = request.ModelVersion,
            Description = request.Description,
            Settings = request.Settings is { } settings ? Of(settings) : null,
            Cause = Cause(request.Reason, request.Evidence, by),
        };
    }

    /// <summary>Settings; what is null has its default.</summary>
    /// <exception cref="InvalidInputException">A value is none of its kind.</exception>
    public static DeploymentSettings Of(DeploymentSettingsInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var usual = new DeploymentSettings();
        return new DeploymentSettings
        {
            Durability = Word("settings/durability", info.Durability, usual.Durability),
            DurabilityWindow = Seconds("settings/durability_window_seconds", info.DurabilityWindowSeconds, usual.DurabilityWindow),
            ExplorationFloor = info.ExplorationFloor ?? usual.ExplorationFloor,
            RewardWait = Seconds("settings/reward_wait_seconds", info.RewardWaitSeconds, usual.RewardWait),
            RewardMemory = Seconds("settings/reward_memory_seconds", info.RewardMemorySeconds, usual.RewardMemory),
            RewardDefault = info.RewardDefault ?? usual.RewardDefault,
            RewardAggregation = Word("settings/reward_aggregation", info.RewardAggregation, usual.RewardAggregation),
            LateRewards = Word("settings/late_rewards", info.LateRewards, usual.LateRewards),
            RewardLow = info.RewardLow,
            RewardHigh = info.RewardHigh,
            CanaryRule = info.CanaryRule is { } rule ? Of(rule) : null,
            Apprentice = info.Apprentice is { } apprentice ? Of(apprentice) : null,
        };
    }

    /// <summary>Other canaries, shadows or settings.</summary>
    /// <param name="request">As it was sent.</param>
    /// <param name="by">Who asks, or null.</param>
    /// <exception cref="InvalidInputException">A value is none of its kind.</exception>
    public static Configuration Of(ConfigureDeploymentRequest request, string? by)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Configuration
        {
            Canaries = request.Canaries is { } canaries
                ? [.. Checked("canaries", canaries).Select(static one => new Canary(one.Version, one.Share))]
                : null,
            Shadows = request.Shadows is { } shadows ? [.. shadows] : null,
            Settings = request.Settings is { } settings ? Of(settings) : null,
            Cause = Cause(request.Reason, null, by),
        };
    }

    /// <summary>A program; what is null has its default.</summary>
    /// <exception cref="InvalidInputException">A value is none of its kind.</exception>
    public static CommandModel Of(CommandInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var usual = new CommandModel { Commands = [] };
        return new CommandModel
        {
            Commands = [.. Checked("command/commands", info.Commands)],
            Files = [.. Checked("command/files", info.Files ?? []).Select(static file =>
            new CommandFile(file.Path, file.Digest, file.Executable))],
            Environment = (info.Environment ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Port = info.Port,
            PredictPath = info.PredictPath ?? usual.PredictPath,
            HealthPath = info.HealthPath ?? usual.HealthPath,
            Replicas = info.Replicas ?? usual.Replicas,
            WarmUp = info.WarmUp is null or NullValue ? null : ValueJson.Write(info.WarmUp),
            StartTime = Seconds("command/start_seconds", info.StartSeconds, usual.StartTime),
            AnswerTime = Seconds("command/answer_seconds", info.AnswerSeconds, usual.AnswerTime),
        };
    }

    private static IReadOnlyList<T> Checked<T>(string field, IReadOnlyList<T> items) =>
        items.Any(static item => item is null)
            ? throw Refuse("request.null", field, $"'{field}' has an entry that is null.", "Leave it out.") : items;

    private static CanaryRule Of(CanaryRuleInfo info)
    {
        var usual = new CanaryRule();
        return new CanaryRule
        {
            Margin = info.Margin ?? usual.Margin,
            Level = info.Level ?? usual.Level,
            Promote = info.Promote ?? usual.Promote,
            HoldBack = info.HoldBack ?? usual.HoldBack,
            MaxDecisions = info.MaxDecisions ?? usual.MaxDecisions,
        };
    }

    private static ApprenticeRule Of(ApprenticeInfo info)
    {
        var usual = new ApprenticeRule();
        return new ApprenticeRule { Share = info.Share ?? usual.Share, MinDecisions = info.MinDecisions ?? usual.MinDecisions };
    }

    /// <summary>A request for a decision.</summary>
    public static DecisionRequest Of(DecideRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DecisionRequest
        {
            DecisionId = request.DecisionId,
            Context = request.Context,
            Fields = request.Fields,
            Arms = request.Arms,
            Features = request.Features,
            Mask = request.Mask,
            Baseline = request.Baseline,
        };
    }

    /// <summary>Decisions that were made elsewhere.</summary>
    /// <exception cref="InvalidInputException">A seed is no number of 64 bits.</exception>
    public static IReadOnlyList<MadeDecision> Of(RecordDecisionsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. request.Decisions.Select(Of)];
    }

    private static MadeDecision Of(MadeDecisionInfo info, int index)
    {
        if (!ulong.TryParse(info.Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            throw Refuse(
                "decision.seed", string.Create(CultureInfo.InvariantCulture, $"decisions/{index}/seed"),
                "'seed' is not a whole number of 64 bits in decimal digits.", "Send the seed of the decision as digits in quotes.");
        }
        return new MadeDecision
        {
            Request = new DecisionRequest
            {
                DecisionId = info.DecisionId,
                Context = info.Context,
                Fields = info.Fields,
                Arms = info.Arms,
                Features = info.Features,
                Mask = info.Mask,
            },
            Arm = info.Arm,
            Propensity = info.Propensity,
            Version = info.Version,
            Share = info.Share ?? 1,
            Seed = seed,
            At = info.At,
        };
    }

    /// <summary>A reward.</summary>
    public static NewReward Of(RewardRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new NewReward { DecisionId = request.DecisionId, RewardId = request.RewardId, Value = request.Value, Time = request.Time };
    }

    /// <summary>Why a route changes.</summary>
    public static RouteCause Cause(string? reason, IReadOnlyList<AliasEvidenceInfo>? evidence, string? by) => new()
    {
        Reason = reason?.Trim(),
        Evidence = [.. (evidence ?? []).Select(static one => new AliasEvidence(one.Metric, one.Value, one.Before))],
        By = by,
    };

    /// <summary>A word of an enum.</summary>
    /// <exception cref="InvalidInputException">There is no such word.</exception>
    public static TEnum Word<TEnum>(string field, string? text, TEnum usual)
        where TEnum : struct, Enum
    {
        if (text is null)
            return usual;
        var words = Enum.GetValues<TEnum>();
        foreach (var word in words)
        {
            if (KebabCase.Of(word) == text)
                return word;
        }
        var known = string.Join(", ", words.Select(static word => KebabCase.Of(word)));
        throw Refuse("request.word", field, $"'{(text.Length > 100 ? text[..100] : text)}' is not a valid value of '{field}'.", $"Use one of: {known}.");
    }

    private static TimeSpan Seconds(string field, double? seconds, TimeSpan usual)
    {
        const double Most = 1e10;
        if (seconds is not { } given)
            return usual;
        return given is >= 0 and <= Most
            ? TimeSpan.FromSeconds(given)
            : throw Refuse(
                "request.seconds", field, $"'{field}' is {NumberText.Of(given)}.",
                string.Create(CultureInfo.InvariantCulture, $"Give a number of seconds from 0 to {Most}."));
    }

    private static InvalidInputException Refuse(string code, string field, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { Path = field, Remedy = remedy }]);
}
