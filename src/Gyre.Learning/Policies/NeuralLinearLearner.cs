using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>A linear policy over the hidden units of a network that is trained once.</summary>
internal sealed class NeuralLinearLearner : Learner
{
    private readonly NeuralLinearOptions _options;
    private readonly PolicySpecification _specification;
    private readonly List<NetworkRow> _pending = [];
    private NetworkShape _shape;
    private RewardNetwork _encoder;
    private Learner _head;
    private bool _trained;

    private NeuralLinearLearner(
        NeuralLinearOptions options, PolicySpecification specification, RewardNetwork encoder, Learner head, bool trained)
    {
        (_options, _specification, _encoder, _head, _trained) = (options, specification, encoder, head, trained);
        _shape = NetworkShape.Of(specification);
    }

    public override int Draws => _head.Draws;

    public override double Rows => _head.Rows;

    public static NeuralLinearLearner Create(NeuralLinearOptions options, PolicySpecification specification)
    {
        var encoder = new RewardNetwork(NetworkShape.Of(specification).Inputs, options.Hidden, 0, options.Seed);
        var head = Learners.Create(options.Head, HeadOf(options, specification));
        return new NeuralLinearLearner(options, specification, encoder, head, trained: false);
    }

    public static NeuralLinearLearner Read(JsonPart part, NeuralLinearOptions options, PolicySpecification specification)
    {
        var encoder = NetworkJson.Read(part.Get("encoder"), NetworkShape.Of(specification).Inputs, options.Hidden, 0);
        var head = Learners.Read(part.Get("head"), options.Head, HeadOf(options, specification));
        return new NeuralLinearLearner(options, specification, encoder, head, part.Get("trained").Flag());
    }

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        using var scratch = new Scratch<double>(RoomFor(means.Length));
        _head.Predict(Encoded(context, scratch.Span), means, widths);
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        using var scratch = new Scratch<double>(RoomFor(scores.Length));
        _head.Decide(Encoded(context, scratch.Span), allowed, ref random, scores, probabilities);
        ArmProbabilities.Spread(allowed, _options.Head.ExplorationFloor, probabilities);
    }

    public override void Forget() => _head.Forget();

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        if (!_trained && !follow)
        {
            var x = new double[_shape.Inputs];
            _shape.Fill(context, 0, x);
            _pending.Add(new NetworkRow(x, arm, reward, weight));
            return;
        }
        using var scratch = new Scratch<double>(RoomFor(1));
        _head.Learn(Encoded(context, scratch.Span), arm, reward, weight, follow);
    }

    public override void Settle()
    {
        if (_pending.Count > 0)
            Train();
        _head.Settle();
    }

    public override void AddArm()
    {
        _head.AddArm();
        _shape = _shape with { Outputs = _shape.Outputs + 1 };
    }

    public override Learner Copy() => With(_head.Copy());

    public override Learner? Combined(Learner other, int sign)
    {
        var others = (NeuralLinearLearner)other;
        if (!_encoder.Parameters.AsSpan().SequenceEqual(others._encoder.Parameters))
            throw new ArgumentException("The policies have different networks; train one policy on all rows instead.");
        return _head.Combined(others._head, sign) is { } head ? With(head) : null;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("trained", _trained);
        writer.WriteNumbers("encoder", _encoder.Parameters);
        writer.WritePropertyName("head");
        _head.Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>The policy over the hidden units: one per arm over those of the context, or one for all over those of context and arm.</summary>
    private static PolicySpecification HeadOf(NeuralLinearOptions options, PolicySpecification specification)
    {
        string[] units = [.. Enumerable.Range(0, options.Hidden).Select(unit => FormattableString.Invariant($"unit {unit}"))];
        return specification.IsShared
            ? specification with { Options = options.Head, ContextFields = [], ArmFields = [.. units] }
            : specification with { Options = options.Head, ContextFields = [.. units] };
    }

    private NeuralLinearLearner With(Learner head) =>
        new(_options, _specification, _encoder.Copy(), head, _trained) { _shape = _shape };

    /// <summary>Trains network and head on the rows of the first call, then keeps the hidden layer alone.</summary>
    private void Train()
    {
        var network = new RewardNetwork(_shape.Inputs, _options.Hidden, _shape.Outputs, _options.Seed);
        List<NetworkRow> rows = [.. _pending];
        NetworkTraining.Run(network, rows, _options, 0);
        var encoder = network.Parameters[..RewardNetwork.Length(_shape.Inputs, _options.Hidden, 0)];
        _encoder = new RewardNetwork(_shape.Inputs, _options.Hidden, encoder);
        _trained = true;
        var head = HeadOf(_options, _specification);
        _head = Learners.Create(_options.Head, head);
        for (var added = head.Arms.Length; !_shape.IsShared && added < _shape.Outputs; added++)
            _head.AddArm();
        foreach (var row in _pending)
        {
            var context = new PolicyContext(row.Values.AsSpan(0, _shape.Fields)) { ArmFeatures = row.Values.AsSpan(_shape.Fields) };
            Learn(context, row.Output, row.Reward, row.Weight, follow: false);
        }
        _pending.Clear();
    }

    private int RoomFor(int arms) => _shape.Inputs + (_options.Hidden * (_shape.IsShared ? arms : 1));

    private PolicyContext Encoded(in PolicyContext context, Span<double> room)
    {
        var x = room[.._shape.Inputs];
        var units = room[_shape.Inputs..];
        for (var (arm, start) = (0, 0); start < units.Length; arm++, start += _options.Hidden)
        {
            _shape.Fill(context, arm, x);
            _encoder.Encode(x, units.Slice(start, _options.Hidden));
        }
        return _shape.IsShared ? new PolicyContext([]) { ArmFeatures = units } : new PolicyContext(units);
    }
}
