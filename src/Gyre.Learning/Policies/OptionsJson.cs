using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning.Policies;

/// <summary>Options in policy files: <c>{"kind", every number of the kind by its name, "bias", "members"}</c>.</summary>
internal static class OptionsJson
{
    private static readonly ImmutableArray<string> Kinds =
    [
        "uniform", "greedy", "epsilon-greedy", "softmax", "lin-ucb", "linear-thompson", "square-cb", "bootstrap",
        "bernoulli-thompson", "neural-epsilon-greedy", "neural-linear", "mixture",
    ];

    public static void Write(Utf8JsonWriter writer, PolicyOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", options.Kind);
        foreach (var setting in options.Settings)
            writer.WriteNumber(setting.Name, setting.Value);
        if (options is LinearPolicyOptions linear)
            writer.WriteBoolean("bias", linear.Bias);
        if (options is NeuralLinearOptions neural)
        {
            writer.WritePropertyName("head");
            Write(writer, neural.Head);
        }
        if (options is MixtureOptions mixture)
            WriteMembers(writer, mixture);
        writer.WriteEndObject();
    }

    /// <summary>The options as a file has them; equal texts are equal options.</summary>
    public static string Text(PolicyOptions options)
    {
        var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, options);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static PolicyOptions Read(JsonPart part, bool isMember = false)
    {
        var options = ReadKind(part, isMember);
        if (options is LinearPolicyOptions linear)
        {
            options = linear with
            {
                Ridge = part.Get("ridge").Number(),
                Forgetting = part.Get("forgetting").Number(),
                Bias = part.Get("bias").Flag(),
            };
        }
        if (options is NeuralPolicyOptions neural)
        {
            options = neural with
            {
                Hidden = part.Get("hidden").Size(),
                Epochs = part.Get("epochs").Size(),
                BatchSize = part.Get("batchSize").Size(),
                LearningRate = part.Get("learningRate").Number(),
                Seed = Whole(part.Get("seed")),
            };
        }
        options = options with { ExplorationFloor = part.Get("explorationFloor").Number() };
        foreach (var setting in options.Settings)
        {
            if (!(setting.Value >= setting.Min && setting.Value <= setting.Max))
                throw part.Get(setting.Name).Refuse(
                    "the value is outside its range", $"Use a number from {NumberText.Of(setting.Min)} to {NumberText.Of(setting.Max)}.");
        }
        return options;
    }

    private static PolicyOptions ReadKind(JsonPart part, bool isMember)
    {
        var kind = part.Get("kind");
        return kind.Text() switch
        {
            "uniform" => new UniformOptions(),
            "greedy" => new GreedyOptions(),
            "epsilon-greedy" => new EpsilonGreedyOptions { Epsilon = part.Get("epsilon").Number() },
            "softmax" => new SoftmaxOptions { Temperature = part.Get("temperature").Number() },
            "lin-ucb" => new LinUcbOptions { Width = part.Get("width").Number(), Epsilon = part.Get("epsilon").Number() },
            "linear-thompson" => new LinearThompsonOptions { Scale = part.Get("scale").Number(), Draws = part.Get("draws").Size() },
            "square-cb" => new SquareCbOptions { Gamma = part.Get("gamma").Number(), Exponent = part.Get("exponent").Number() },
            "bootstrap" => new BootstrapOptions { Members = part.Get("members").Size(), Seed = Whole(part.Get("seed")) },
            "bernoulli-thompson" => new BernoulliThompsonOptions { Draws = part.Get("draws").Size() },
            "neural-epsilon-greedy" => new NeuralEpsilonGreedyOptions { Epsilon = part.Get("epsilon").Number() },
            "neural-linear" => new NeuralLinearOptions { Head = ReadHead(part.Get("head")) },
            "mixture" when !isMember => new MixtureOptions { Members = [.. part.Get("members").Items().Select(ReadMember)] },
            var name => throw kind.Refuse(
                $"'{name}' is not a known policy kind here",
                $"Use one of: {string.Join(", ", Kinds)}. A member of a mixture cannot be a mixture."),
        };
    }

    // Looked at before it is read: a head within a head would be read without end.
    private static LinearPolicyOptions ReadHead(JsonPart part)
    {
        var isNeural = part.Get("kind").Text().StartsWith("neural", StringComparison.Ordinal);
        return !isNeural && Read(part, isMember: true) is LinearPolicyOptions head
            ? head
            : throw part.Get("kind").Refuse("the head is not a linear policy", "Use one of the kinds with a ridge.");
    }

    private static MixtureMember ReadMember(JsonPart part) => new(part.Get("weight").Number(), Read(part.Get("policy"), isMember: true));

    private static int Whole(JsonPart part) =>
        part.Number() is >= 0 and <= int.MaxValue and var number && number == Math.Floor(number)
            ? (int)number
            : throw part.Refuse("this is not a valid seed", "Use a whole number from 0 to 2147483647.");

    private static void WriteMembers(Utf8JsonWriter writer, MixtureOptions mixture)
    {
        writer.WriteStartArray("members");
        foreach (var member in mixture.Members)
        {
            writer.WriteStartObject();
            writer.WriteNumber("weight", member.Weight);
            writer.WritePropertyName("policy");
            Write(writer, member.Policy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
