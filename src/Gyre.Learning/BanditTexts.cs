using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Learning.Policies;

namespace Gyre.Learning;

/// <summary>Policies and environments as words of a command line: <c>lin-ucb:width=1,ridge=0.01</c>.</summary>
internal static class BanditTexts
{
    private static readonly ImmutableArray<PolicyOptions> Kinds =
    [
        new UniformOptions(), new GreedyOptions(), new EpsilonGreedyOptions(), new SoftmaxOptions(), new LinUcbOptions(),
        new LinearThompsonOptions(),
        new SquareCbOptions(), new BootstrapOptions(), new BernoulliThompsonOptions(), new NeuralEpsilonGreedyOptions(),
        new NeuralLinearOptions(),
    ];

    /// <summary>The options of a kind with some of its numbers replaced.</summary>
    public static PolicyOptions Policy(string text)
    {
        var (kind, given) = Split(text, "policy");
        var defaults = Kinds.FirstOrDefault(options => string.Equals(options.Kind, kind, StringComparison.Ordinal))
            ?? throw Refuse(
                "bandit.policy",
                $"'{kind}' is not a known policy.",
                $"Use one of: {string.Join(", ", Kinds.Select(options => options.Kind))}.");
        var isLinear = defaults is LinearPolicyOptions;
        Known(kind, given, [.. defaults.Settings.Select(setting => setting.Name), .. isLinear ? ["bias"] : Array.Empty<string>()]);
        var json = JsonNode.Parse(OptionsJson.Text(defaults))!.AsObject();
        foreach (var setting in defaults.Settings.Where(setting => given.ContainsKey(setting.Name)))
            json[setting.Name] = Number(kind, setting.Name, given, setting.Value, setting.Min, setting.Max);
        if (given.ContainsKey("bias"))
            json["bias"] = Number(kind, "bias", given, 0, 0, 1) == 1;
        using var document = JsonDocument.Parse(json.ToJsonString());
        return OptionsJson.Read(new JsonPart(document.RootElement, "policy", text));
    }

    /// <summary>An environment with some of its numbers replaced.</summary>
    public static BanditEnvironment Environment(string text, RatingSet? ratings, ulong seed)
    {
        var (kind, given) = Split(text, "environment");
        double Take(string name, double value, double min, double max) => Number(kind, name, given, value, min, max);
        int Count(string name, int value, int max) => (int)Math.Floor(Take(name, value, 1, max));
        switch (kind)
        {
            case "ratings":
                Known(kind, given, ["arms", "rank", "deviation", "data"]);
                var arms = Count("arms", 20, 10_000);
                var set = ratings ?? RatingFile.Generate((ulong)Take("data", 1, 0, int.MaxValue));
                return BanditEnvironments.Ratings(
                    set,
                    new() { Arms = arms, Rank = Count("rank", Math.Min(20, arms), arms), Deviation = Take("deviation", 0, 0, 1e6) },
                    seed);
            case "linear":
                Known(kind, given, ["arms", "fields", "deviation"]);
                return BanditEnvironments.Linear(
                    new()
                    {
                        Arms = Count("arms", 10, 10_000),
                        ContextLength = Count("fields", 10, 10_000),
                        Deviation = Take("deviation", 0.5, 0, 1e6),
                    },
                    seed);
            case "bernoulli":
                Known(kind, given, ["arms", "low", "high"]);
                return Bernoulli(Count("arms", 5, 10_000), Take("low", 0.1, 0, 1), Take("high", 0.5, 0, 1), seed);
            case "wheel":
                Known(kind, given, ["delta", "deviation"]);
                return BanditEnvironments.Wheel(Take("delta", 0.5, 0, 1), seed, Take("deviation", 0.01, 0, 1e6));
            default:
                throw Refuse(
                    "bandit.environment", $"'{kind}' is not a known environment.", "Use one of: ratings, linear, bernoulli, wheel.");
        }
    }

    private static BanditEnvironment Bernoulli(int arms, double low, double high, ulong seed) => BanditEnvironments.Bernoulli(
        [.. Enumerable.Range(0, arms).Select(arm => arms == 1 ? high : low + ((high - low) * arm / (arms - 1)))], seed);

    private static (string Kind, Dictionary<string, string> Given) Split(string text, string what)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        const StringSplitOptions trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var part in colon < 0 ? [] : text[(colon + 1)..].Split(',', trimmed))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2 || !given.TryAdd(pair[0], pair[1]))
                throw Refuse(
                    "bandit.setting", $"'{part}' in the {what} '{text}' is not a setting of its own.",
                    "Write each setting once, as name=value, for example lin-ucb:width=1,ridge=0.01.");
        }
        return (colon < 0 ? text : text[..colon], given);
    }

    private static void Known(string kind, Dictionary<string, string> given, IReadOnlyList<string> names)
    {
        if (given.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Refuse("bandit.setting", $"'{kind}' has no setting '{unknown}'.", $"Its settings are: {string.Join(", ", names)}.");
    }

    private static double Number(string kind, string name, Dictionary<string, string> given, double value, double min, double max)
    {
        if (!given.TryGetValue(name, out var text))
            return value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        throw Refuse(
            "bandit.setting", $"'{text}' is not a valid value for '{name}' of '{kind}'.",
            string.Create(CultureInfo.InvariantCulture, $"Use a number from {min} to {max}."));
    }

    private static InvalidInputException Refuse(string code, string message, string remedy) => new(code, message, remedy);
}
