using System.Text.Json;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>Several learners with fixed shares.</summary>
internal sealed class MixtureLearner(MixtureOptions options, Learner[] members) : Learner
{
    private readonly double[] _shares = [.. options.Members.Select(member => member.Weight / options.Members.Sum(other => other.Weight))];

    public override int Draws => members.Max(member => member.Draws);

    public override double Rows => members.Max(member => member.Rows);

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        using var scratch = new Scratch<double>(2 * means.Length);
        var mean = scratch.Span[..means.Length];
        var width = scratch.Span[means.Length..];
        means.Clear();
        widths.Clear();
        for (var i = 0; i < members.Length; i++)
        {
            members[i].Predict(context, mean, width);
            Kernels.AddScaled(mean, _shares[i], means);
            Kernels.AddScaled(width, _shares[i], widths);
        }
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        using var scratch = new Scratch<double>(2 * scores.Length);
        var score = scratch.Span[..scores.Length];
        var probability = scratch.Span[scores.Length..];
        scores.Clear();
        probabilities.Clear();
        for (var i = 0; i < members.Length; i++)
        {
            members[i].Decide(context, allowed, ref random, score, probability);
            ArmProbabilities.Spread(allowed, options.Members[i].Policy.ExplorationFloor, probability);
            Kernels.AddScaled(score, _shares[i], scores);
            Kernels.AddScaled(probability, _shares[i], probabilities);
        }
    }

    public override void Forget() => Array.ForEach(members, member => member.Forget());

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        foreach (var member in members)
            member.Learn(context, arm, reward, weight, follow);
    }

    public override void Settle() => Array.ForEach(members, member => member.Settle());

    public override void AddArm() => Array.ForEach(members, member => member.AddArm());

    public override Learner Copy() => new MixtureLearner(options, [.. members.Select(member => member.Copy())]);

    public override Learner? Combined(Learner other, int sign)
    {
        Learner?[] combined = [.. members.Zip(((MixtureLearner)other).Members, (one, two) => one.Combined(two, sign))];
        return combined.Contains(null) ? null : new MixtureLearner(options, [.. combined.OfType<Learner>()]);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("members");
        foreach (var member in members)
            member.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private Learner[] Members => members;
}
