using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>Learns nothing but how much there was to learn from.</summary>
internal sealed class UniformLearner(double rows) : Learner
{
    private double _rows = rows;

    public override double Rows => _rows;

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        means.Clear();
        widths.Clear();
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        scores.Clear();
        probabilities.Clear();
        ArmProbabilities.Spread(allowed, 1, probabilities);
    }

    public override void Forget()
    {
    }

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow) => _rows += weight;

    public override void Settle()
    {
    }

    public override void AddArm()
    {
    }

    public override Learner Copy() => new UniformLearner(_rows);

    public override Learner? Combined(Learner other, int sign) =>
        _rows + (sign * other.Rows) is >= 0 and var rows ? new UniformLearner(rows) : null;

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("n", _rows);
        writer.WriteEndObject();
    }
}
