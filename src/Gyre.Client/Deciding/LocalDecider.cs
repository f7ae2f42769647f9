using System.Globalization;
using System.Security.Cryptography;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Client.Deciding;

/// <summary>What serves at one time: never a mixture of two.</summary>
/// <param name="Created">Tells the deployment from an earlier one of its name: versions mean something within one.</param>
/// <param name="Revision">Of the deployment, or of the file.</param>
/// <param name="Champion">Decides what no canary does.</param>
/// <param name="Canaries">Decide a share each.</param>
/// <param name="Shares">Their shares, in their order.</param>
internal sealed record ServedRoute(long Created, long Revision, ServedPolicy Champion, ServedPolicy[] Canaries, double[] Shares)
{
    /// <summary>Whether the deployment answers with the choices of its callers.</summary>
    public bool IsApprentice { get; init; }
}

/// <summary>Decides in this program, by the rules of the server: a seed per decision, from which version and arm are drawn.</summary>
internal sealed class LocalDecider(InProcessOptions options, TimeProvider clock, IdSource ids)
{
    private const int MaxId = 200;

    private readonly Lock _lock = new();
    private readonly SeededRandom _seeds = new(options.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <exception cref="InvalidInputException">The request does not fit the policy.</exception>
    public MadeDecisionInfo Decide(ServedRoute route, DecideRequest request)
    {
        CheckId("decision_id", request.DecisionId);
        RequireNoApprentice(route);
        var question = route.Champion.Check(new PolicyRequest
        {
            Context = request.Context,
            Fields = request.Fields,
            Arms = request.Arms,
            Features = request.Features,
            Mask = request.Mask,
        });
        var seed = NextSeed();
        var (canary, share) = VersionDraw.Draw(route.Shares, seed);
        var policy = canary < 0 ? route.Champion : route.Canaries[canary];
        var choice = policy.Choose(question, seed);
        return new MadeDecisionInfo
        {
            DecisionId = request.DecisionId ?? ids.Next().ToString("N"),
            Context = question.Context,
            Arms = question.Arms,
            Features = question.Features,
            Mask = question.Mask,
            Arm = choice.Arm,
            Propensity = choice.Propensity,
            Version = policy.Version,
            Share = share,
            Seed = seed.ToString(CultureInfo.InvariantCulture),
            At = Whole(clock.GetUtcNow()),
        };
    }

    /// <summary>What the caller of a decision is told.</summary>
    public static DecisionInfo Answer(ServedRoute route, MadeDecisionInfo made) => new()
    {
        DecisionId = made.DecisionId,
        Arm = made.Arm,
        ArmIndex = IndexOf(route, made),
        Propensity = made.Propensity,
        Version = made.Version,
        Share = made.Share ?? 1,
        Seed = made.Seed,
        At = made.At,
        IsRepeated = false,
    };

    /// <summary>An id that the server takes.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static void CheckId(string field, string? id)
    {
        if (id is not null && (id.Length is 0 or > MaxId || !id.All(static c => c is >= ' ' and not '\u007f' && !char.IsSurrogate(c))))
        {
            throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, "decision.id", $"'{field}' has {id.Length} characters or some that cannot be printed.")
                {
                    Path = field,
                    Remedy = $"Use 1 to {MaxId} printable characters.",
                },
            ]);
        }
    }

    /// <summary>Only the server logs what the policy of an apprentice would have chosen.</summary>
    private static void RequireNoApprentice(ServedRoute route)
    {
        if (!route.IsApprentice)
            return;
        throw new InvalidInputException(
        [
            new Diagnostic(
                Severity.Error, "decision.apprentice",
                "The deployment is an apprentice, and only its server answers with the caller's choice.")
            {
                Remedy = "Leave 'InProcess' out of the options, or take 'apprentice' out of the settings of the deployment.",
            },
        ]);
    }

    /// <summary>An instant as it is after it was sent: in milliseconds.</summary>
    public static DateTimeOffset Whole(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static int IndexOf(ServedRoute route, MadeDecisionInfo made)
    {
        if (!route.Champion.Specification.IsShared)
            return route.Canaries.FirstOrDefault(one => one.Version == made.Version, route.Champion).IndexOf(made.Arm);
        return made.Arms is { } arms ? arms.ToList().IndexOf(made.Arm) : int.Parse(made.Arm, CultureInfo.InvariantCulture);
    }

    private ulong NextSeed()
    {
        lock (_lock)
            return _seeds.NextUInt64();
    }
}
