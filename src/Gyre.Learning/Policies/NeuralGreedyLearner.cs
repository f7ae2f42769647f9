using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>A network that estimates the reward of each arm, with epsilon-greedy exploration.</summary>
internal sealed class NeuralGreedyLearner(
    NeuralEpsilonGreedyOptions options, NetworkShape shape, RewardNetwork network, double rows, long calls) : Learner
{
    private readonly List<NetworkRow> _pending = [];
    private double _rows = rows;
    private long _calls = calls;

    public override double Rows => _rows;

    public static NeuralGreedyLearner Create(NeuralEpsilonGreedyOptions options, PolicySpecification specification)
    {
        var shape = NetworkShape.Of(specification);
        return new NeuralGreedyLearner(options, shape, new RewardNetwork(shape.Inputs, options.Hidden, shape.Outputs, options.Seed), 0, 0);
    }

    public static NeuralGreedyLearner Read(JsonPart part, NeuralEpsilonGreedyOptions options, PolicySpecification specification)
    {
        var shape = NetworkShape.Of(specification);
        var network = NetworkJson.Read(part.Get("network"), shape.Inputs, options.Hidden, shape.Outputs);
        return new NeuralGreedyLearner(options, shape, network, part.Get("n").AtLeastZero(), NetworkJson.Count(part.Get("calls")));
    }

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        widths.Clear();
        using var scratch = new Scratch<double>(shape.Inputs + options.Hidden);
        var x = scratch.Span[..shape.Inputs];
        var hidden = scratch.Span[shape.Inputs..];
        for (var arm = 0; arm < means.Length; arm++)
        {
            // Without arm features the hidden units are the same for all arms.
            if (arm == 0 || shape.IsShared)
            {
                shape.Fill(context, arm, x);
                network.Encode(x, hidden);
            }
            means[arm] = network.Output(hidden, shape.IsShared ? 0 : arm);
        }
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        Predict(context, scores, []);
        ArmProbabilities.Greedy(scores, allowed, options.Epsilon, probabilities);
    }

    public override void Forget()
    {
    }

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        var x = new double[shape.Inputs];
        shape.Fill(context, 0, x);
        _pending.Add(new NetworkRow(x, shape.IsShared ? 0 : arm, reward, weight));
        _rows += weight;
    }

    public override void Settle()
    {
        if (_pending.Count == 0)
            return;
        NetworkTraining.Run(network, _pending, options, _calls++);
        _pending.Clear();
    }

    public override void AddArm() => network.AddOutput();

    public override Learner Copy() => new NeuralGreedyLearner(options, shape, network.Copy(), _rows, _calls);

    public override Learner? Combined(Learner other, int sign) =>
        throw new ArgumentException("What networks learned does not add up; train the policy again on all rows.");

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("n", _rows);
        writer.WriteNumber("calls", _calls);
        writer.WriteNumbers("network", network.Parameters);
        writer.WriteEndObject();
    }
}
