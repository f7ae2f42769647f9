using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>Options that several commands of policies share.</summary>
internal static class BanditOptions
{
    public static Option<FileInfo> Log() => LearnOptions.RequiredFile(
        "--log", "Log of decisions: CSV or JSON lines with arm, propensity, reward and context columns.");

    public static Option<string> Policy(string value) => LearnOptions.Text(
        "--policy",
        value,
        "Kind and settings: uniform, greedy, epsilon-greedy, softmax, lin-ucb, linear-thompson, square-cb, bootstrap, bernoulli-thompson, "
        + "neural-epsilon-greedy or neural-linear, for example lin-ucb:width=1,ridge=0.01.");

    public static Option<string> Environment() => LearnOptions.Text(
        "--environment", "ratings",
        "World to simulate: ratings, linear, bernoulli or wheel, with settings, for example ratings:arms=20,rank=20,deviation=0.");

    public static Option<FileInfo?> Ratings() => LearnOptions.OptionalFile(
        "--ratings",
        "File of real ratings for the environment 'ratings', in the format of MovieLens' u.data. Default: generated ratings.");

    public static Option<ulong> EnvironmentSeed() => LearnOptions.Number(
        "--environment-seed", 1UL, "Random seed of the environment's users and rewards.");

    public static Option<ulong> Seed(string description) => LearnOptions.Number("--seed", 1UL, description);

    public static Option<string> RewardModel() => LearnOptions.Text(
        "--reward-model",
        "ridge",
        "What predicts rewards for the estimators that need it: ridge, or trees for rewards that are not linear in the context.")
        .AcceptOnlyFromAmong("ridge", "trees");

    public static RewardRegression Regression(ParseResult result, Option<string> model) =>
        result.GetValue(model) == "trees" ? RewardRegression.Trees : RewardRegression.Ridge;

    public static Option<string> Deployment() => new("--deployment")
    {
        Description = "Name of the deployment.",
        HelpName = "NAME",
        Required = true,
    };

    public static Option<string[]> Ignore() => new("--ignore")
    {
        Description = "Columns to exclude from the context.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static async Task<BanditEnvironment> ReadAsync(string text, FileInfo? ratings, ulong seed, CancellationToken cancellationToken)
    {
        if (ratings is null)
            return BanditJobs.ReadEnvironment(text, null, seed);
        var named = LearnAction.Open(ratings);
        await using var input = named.Stream;
        return BanditJobs.ReadEnvironment(text, await RatingFile.ReadAsync(input, named.Name, null, cancellationToken), seed);
    }
}
