namespace Gyre.Cli.Demo;

/// <summary>What the recommender of the demo does.</summary>
internal sealed record RecommenderSettings
{
    /// <summary>Name of its deployment.</summary>
    public const string Deployment = "demo-recommender";

    /// <summary>Turns of the loop.</summary>
    public int Rounds { get; init; } = 200;

    /// <summary>Requests of a round.</summary>
    public int Requests { get; init; } = 6;

    /// <summary>Users of a request.</summary>
    public int Users { get; init; } = 8;

    /// <summary>Random decisions before the first training.</summary>
    public int FirstDecisions { get; init; } = 60;

    /// <summary>Time between two requests.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the deployment waits for rewards.</summary>
    public TimeSpan RewardWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Mean time until a user gives a reward.</summary>
    public TimeSpan RewardDelay { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>Share of the users who give one.</summary>
    public double RewardShare { get; init; } = 0.97;

    /// <summary>Share of the decisions that is spread evenly over all arms, so that other policies can be judged by the log.</summary>
    public double Exploration { get; init; } = 0.1;

    // With uniform logging, one of 20 decisions speaks for a policy that has made up its mind: the gate needs that many to see anything.
    /// <summary>Of so many joined decisions one is kept for the gate; the others are trained on.</summary>
    public int HeldOutOf { get; init; } = 2;

    /// <summary>The most decisions that the gate looks at, the newest ones.</summary>
    public int MostHeldOut { get; init; } = 1200;

    /// <summary>1 minus the probability that the gate promotes a policy that is not better.</summary>
    public double GateLevel { get; init; } = 0.95;

    /// <summary>The world: users and their ratings, generated in the shape of the MovieLens data.</summary>
    public string Environment { get; init; } = "ratings:arms=20,rank=20,deviation=0.5";

    /// <summary>Kind and settings of the policy.</summary>
    public string Policy { get; init; } = "linear-thompson:scale=0.5,ridge=0.1";

    /// <summary>Seed of everything that is random.</summary>
    public ulong Seed { get; init; } = 1;
}
