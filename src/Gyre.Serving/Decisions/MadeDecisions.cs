using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Policies;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Decisions;

/// <summary>
/// Decisions that programs made by themselves: whether they can be ones of this deployment, and the rows that they become.
/// </summary>
internal sealed class MadeDecisions(IDatabase database, PolicyShelf shelf)
{
    private const int MostKept = 64;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Behind = TimeSpan.FromDays(365);

    /// <summary>Versions that serve no more and that somebody decided with. A version never changes its policy.</summary>
    private readonly ConcurrentDictionary<(long Deployment, long Version), ServedPolicy> _old = new();

    /// <summary>Those of these versions that the deployment has.</summary>
    public async Task<IReadOnlyDictionary<long, ServedPolicy>> VersionsAsync(
        ServedDeployment served, IEnumerable<long> versions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, ServedPolicy>();
        foreach (var version in versions.Distinct())
        {
            var policy = served.Policies.FirstOrDefault(one => one.Version == version)
                ?? _old.GetValueOrDefault((served.Number, version))
                ?? await LoadAsync(served.Number, version, cancellationToken);
            if (policy is not null)
                found.Add(version, policy);
        }
        return found;
    }

    /// <summary>The row of a decision.</summary>
    /// <param name="served">The deployment.</param>
    /// <param name="versions">Its versions, as far as they are asked for.</param>
    /// <param name="made">The decision.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="InvalidInputException">With the field.</exception>
    public static DecisionRow Check(
        ServedDeployment served, IReadOnlyDictionary<long, ServedPolicy> versions, MadeDecision made, DateTimeOffset now)
    {
        if (made.Request.DecisionId is not { } id)
        {
            throw Refusals.Of(
                "decision.id-missing", "decisionId", "The decision has no id.",
                "Name each decision, so that telling it twice counts once.");
        }
        var request = RequestRules.Check(served.Champion, made.Request);
        if (!versions.TryGetValue(made.Version, out var version))
        {
            throw Refusals.Of(
                "decision.version-unknown", "version",
                string.Create(CultureInfo.InvariantCulture, $"The deployment has no version {made.Version}."),
                "Decide with a policy that is deployed, and send its version.");
        }
        CheckNumbers(made, now);
        var at = Instants.Whole(made.At);
        return new DecisionRow
        {
            Deployment = served.Number,
            Id = id,
            Version = made.Version,
            Share = made.Share,
            Arm = made.Arm,
            ArmIndex = ArmOf(version, request.Question, made.Arm),
            Propensity = made.Propensity,
            Seed = unchecked((long)made.Seed),
            Request = request.Document,
            Shadows = Decider.ShadowsOf(served, request, made.Seed),
            DecidedAt = at,
            Deadline = at + served.Settings.RewardWait,
            Outcome = (long)DecisionOutcome.Pending,
            Source = (long)DecisionSource.Client,
        };
    }

    private static void CheckNumbers(MadeDecision made, DateTimeOffset now)
    {
        CheckProbability("propensity", made.Propensity);
        CheckProbability("share", made.Share);
        if (made.At > now + Ahead || made.At < now - Behind)
        {
            throw Refusals.Of(
                "decision.time", "at",
                string.Create(CultureInfo.InvariantCulture, $"The decision was made at {made.At:O}, and it is {now:O}."),
                "Send a time at most 5 minutes ahead and 365 days ago; check the clock of the program that decided.");
        }
    }

    private static void CheckProbability(string field, double value)
    {
        // False for what is not a number, too.
        if (!(value is > 0 and <= 1))
        {
            throw Refusals.Of(
                "decision.probability", field, $"'{field}' is {NumberText.Of(value)}.",
                "Send the probability at the time of the decision: above 0, at most 1.");
        }
    }

    /// <summary>The index of an arm that could be chosen.</summary>
    private static int ArmOf(ServedPolicy version, CheckedPolicyRequest question, string? arm)
    {
        var index = arm is null ? -1 : ArmPlaces.IndexOf(version, question, arm);
        if (index < 0)
        {
            var shown = arm is { Length: > 100 } ? arm[..100] + "..." : arm;
            throw Refusals.Of(
                "decision.arm-unknown", "arm",
                string.Create(CultureInfo.InvariantCulture, $"Version {version.Version} cannot have chosen the arm '{shown}'."),
                "Send an arm of this version that the request allows.");
        }
        return index;
    }

    private async Task<ServedPolicy?> LoadAsync(long deployment, long version, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(session => VersionTable.Find(session, deployment, version), cancellationToken) is not { } row)
            return null;
        var policy = new ServedPolicy(version, 0, await shelf.LoadAsync(row.Policy, 0, cancellationToken));
        if (_old.Count >= MostKept)
            _old.Clear();
        return _old.GetOrAdd((deployment, version), policy);
    }
}
