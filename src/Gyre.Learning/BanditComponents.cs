using System.Collections.Immutable;
using Gyre.Core;
using Parts = Gyre.Learning.ComponentParts;

namespace Gyre.Learning;

/// <summary>Components over the policies of this module; their command is <c>gyre bandit</c>.</summary>
internal static class BanditComponents
{
    private static readonly SimulationOptions Simulation = new();
    private static readonly GateOptions Gates = new();
    private static readonly ComponentInput World = Parts.Text(
        "environment", "ratings",
        "World to simulate: ratings, linear, bernoulli or wheel, with settings, for example ratings:arms=20,rank=20,deviation=0.");

    private static readonly ComponentInput WorldSeed = Parts.Count(
        "environment_seed", 1, "Random seed of the environment's users and rewards.");

    private static readonly ComponentInput Kind = Parts.Text(
        "algorithm", "lin-ucb", "Kind and settings of the policy, for example lin-ucb:width=1,ridge=0.01.");

    private static readonly ComponentInput RewardModel =
        Parts.Text("reward_model", "ridge", "What predicts rewards: ridge, or trees for rewards that are not linear in the context.") with
        {
            Choices = [Value.Of("ridge"), Value.Of("trees")],
        };

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<Component> All { get; } = [Deploy(), Evaluate(), Gate(), Generate(), Ingest(), Simulate(), Train()];

    private static Component Generate() => Parts.Make(
        "gyre/bandit-generate",
        "Logs random decisions in a simulated environment.",
        [
            World,
            WorldSeed,
            Parts.Count("decisions", 5000, "Number of decisions to log."),
            Parts.Count("first_round", 0, "Number of the first simulated user; logs to train on and to evaluate on must not share users."),
            Parts.Count("seed", 1, "Random seed of the decisions."),
        ],
        [Parts.Output("log", Parts.Dataset, "Log of decisions as CSV.")],
        [
            .. Verb("generate"), .. Parts.Given("--environment", "environment"), .. Parts.Given("--environment-seed", "environment_seed"),
            .. Parts.Given("--decisions", "decisions"),
            .. Parts.Given("--first-round", "first_round"), .. Parts.Given("--seed", "seed"), .. Parts.Written("--output", "log"),
        ]);

    private static Component Train() => Parts.Make(
        "gyre/bandit-train",
        "Trains a policy on a log of decisions.",
        [
            Parts.File("log", Parts.Dataset, "Log of decisions: arm, propensity, reward and context columns."),
            Kind,
            Parts.OptionalFile("from", Parts.Model, "Policy to go on from, with its kind and settings. The log must be new to it."),
        ],
        [Parts.Output("policy", Parts.Model, "The policy.")],
        [
            .. Verb("train"), .. Parts.Path("--log", "log"), .. Parts.IfPath("--from", "from", Parts.Given("--policy", "algorithm")),
            .. Parts.Written("--output", "policy"),
        ]);

    private static Component Ingest() => Parts.MakeUncached(
        "gyre/bandit-ingest",
        "Fetches the decisions of a deployment with their rewards, if there are enough new ones; succeeds in both cases.",
        [
            Parts.RequiredText("deployment", "Name of the deployment; the project declares it with 'steps-may: [read]'."),
            Parts.OptionalText("since", "Only decisions made since then: a time ago (7d), a date, or champion for when the champion was deployed."),
            Parts.Count("limit", 0, "Only the newest decisions, so many; 0 for all."),
            Parts.OptionalText("outcome", "Only decisions with this outcome: joined or defaulted."),
            Parts.Count("minimum", 1, "Number of new joined decisions that are needed; with fewer nothing is written."),
        ],
        [
            Parts.Output("log", Parts.Dataset, "Log of decisions as CSV."),
            Parts.Output("champion", Parts.Model, "The policy that serves now."),
            Parts.Returned("new_decisions", "Number of joined decisions made since the champion was deployed."),
            Parts.Returned("ready", "1 if there are enough new joined decisions, else 0."),
        ],
        [
            .. Verb("ingest"), .. Parts.Given("--deployment", "deployment"), .. Parts.IfGiven("--since", "since"),
            .. Parts.Given("--limit", "limit"), .. Parts.IfGiven("--outcome", "outcome"), .. Parts.Given("--minimum", "minimum"),
            .. Parts.Written("--output", "log"), .. Parts.Written("--champion", "champion"),
            .. Parts.ValueFile("--new-file", "new_decisions"), .. Parts.ValueFile("--ready-file", "ready"), .. Parts.Words("--exit-zero"),
        ]);

    private static Component Deploy() => Parts.MakeUncached(
        "gyre/bandit-deploy",
        "Deploys a policy as a new version, unless the gate kept the champion; succeeds in both cases.",
        [
            Parts.RequiredText("deployment", "Name of the deployment; the project declares it with 'steps-may: [read, deploy]'."),
            Parts.File("policy", Parts.Model, "The policy."),
            Parts.OptionalFile("report", Parts.Artifact, "Report of the gate; its numbers are kept as evidence."),
            Parts.Text("role", "champion", "Role of the new version: champion, canary, shadow or idle."),
            Parts.Number("share", 0.1, "Share of the decisions for a canary."),
            Parts.Number("reward_wait", 0, "How long the deployment waits for rewards, in seconds; 0 leaves it as it is."),
            Parts.OptionalText("reason", "Reason, kept with the change. Default: the sentence of the gate."),
        ],
        [Parts.Returned("version", "Number of the version; 0 if nothing was deployed.")],
        [
            .. Verb("deploy"), .. Parts.Given("--deployment", "deployment"), .. Parts.Path("--policy", "policy"),
            .. Parts.IfPath("--report", "report"), .. Parts.Given("--role", "role"), .. Parts.Given("--share", "share"),
            .. Parts.Given("--reward-wait", "reward_wait"), .. Parts.IfGiven("--reason", "reason"),
            .. Parts.ValueFile("--version-file", "version"), .. Parts.Words("--exit-zero"),
        ]);

    private static Component Evaluate() => Parts.Make(
        "gyre/bandit-evaluate",
        "Estimates what a policy would have earned from a log that another policy wrote.",
        [
            Parts.File("policy", Parts.Model, "The policy."),
            Parts.File("log", Parts.Dataset, "Log of decisions that the policy was not trained on."),
            Parts.Text("methods", "doubly-robust,snips,ips", "Estimators, separated by commas; the value of the first is returned."),
            RewardModel,
            Parts.Count("seed", 1, "Random seed of folds and resamples."),
        ],
        [
            Parts.Output("report", Parts.Artifact, "Estimates with intervals and diagnostics, as JSON."),
            Parts.Returned("value", "Estimated mean reward per decision."),
        ],
        [
            .. Verb("evaluate"), .. Parts.Path("--policy", "policy"), .. Parts.Path("--log", "log"), .. Parts.Given("--methods", "methods"),
            .. Parts.Given("--reward-model", "reward_model"), .. Parts.Given("--seed", "seed"),
            .. Parts.Written("--output", "report"), .. Parts.ValueFile("--value-file", "value"),
        ]);

    private static Component Gate() => Parts.Make(
        "gyre/bandit-gate",
        "Decides from a log whether a candidate may replace the champion; succeeds in both cases.",
        [
            Parts.File("candidate", Parts.Model, "The policy that wants to serve."),
            Parts.File("champion", Parts.Model, "The policy that serves now."),
            Parts.File("log", Parts.Dataset, "Log of decisions that neither policy was trained on."),
            Parts.Number("level", Gates.Level, "1 minus the probability of promoting a candidate that is not better."),
            Parts.Number("margin", Gates.Margin, "By how much per decision the candidate must be better."),
            RewardModel,
            Parts.Count("candidates", Gates.Candidates, "Number of candidates that are compared on this log."),
            Parts.Count("seed", 1, "Random seed of folds."),
        ],
        [
            Parts.Output("policy", Parts.Model, "The policy that shall serve: the candidate if it is promoted, else the champion."),
            Parts.Output("report", Parts.Artifact, "The decision with its numbers, as JSON."),
            Parts.Returned("promote", "1 if the candidate is promoted, else 0."),
        ],
        [
            .. Verb("gate"), .. Parts.Path("--candidate", "candidate"), .. Parts.Path("--champion", "champion"),
            .. Parts.Path("--log", "log"),
            .. Parts.Given("--level", "level"),
            .. Parts.Given("--margin", "margin"), .. Parts.Given("--reward-model", "reward_model"),
            .. Parts.Given("--candidates", "candidates"), .. Parts.Given("--seed", "seed"),
            .. Parts.Written("--output", "policy"),
            .. Parts.Written("--report", "report"), .. Parts.ValueFile("--promote-file", "promote"), .. Parts.Words("--exit-zero"),
        ]);

    private static Component Simulate() => Parts.Make(
        "gyre/bandit-simulate",
        "Lets a policy decide in a simulated environment and learn from each reward.",
        [
            World,
            WorldSeed,
            Kind,
            Parts.Count("decisions", Simulation.Decisions, "Number of decisions."),
            Parts.Count("seed", 1, "Random seed of the policy's decisions."),
        ],
        [
            Parts.Output("policy", Parts.Model, "The policy after the last decision."),
            Parts.Returned("average_reward", "Mean reward per decision."),
        ],
        [
            .. Verb("simulate"), .. Parts.Given("--environment", "environment"), .. Parts.Given("--environment-seed", "environment_seed"),
            .. Parts.Given("--policy", "algorithm"),
            .. Parts.Given("--decisions", "decisions"), .. Parts.Given("--seed", "seed"), .. Parts.Written("--output", "policy"),
            .. Parts.ValueFile("--value-file", "average_reward"),
        ]);

    private static IEnumerable<ArgumentTemplate> Verb(string verb) => Parts.Words("gyre", "bandit", verb, "--format", "json");
}
