using System.Numerics.Tensors;
using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>Several sets of ridge regressions, each trained on its own resample of the rows.</summary>
internal sealed class BootstrapLearner(BootstrapOptions options, RidgeSet[] members, long rows) : Learner
{
    private long _rows = rows;

    /// <summary>Counted rows, not their weights: the number of a row seeds its repetitions, so that training in parts gives what training at once gives.</summary>
    public override double Rows => _rows;

    public static BootstrapLearner Create(BootstrapOptions options, PolicySpecification specification) =>
        new(options, [.. Enumerable.Range(0, options.Members).Select(_ => RidgeSet.Create(options, specification))], 0);

    public static BootstrapLearner Read(JsonPart part, BootstrapOptions options, PolicySpecification specification)
    {
        var items = part.Get("members").Items();
        if (items.Count != options.Members)
            throw part.Get("members").Refuse($"found {items.Count} members, expected {options.Members}", null);
        RidgeSet[] members = [.. items.Select(item => RidgeSet.Read(item.Get("models"), options, specification))];
        return new BootstrapLearner(options, members, NetworkJson.Count(part.Get("rows")));
    }

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        means.Clear();
        widths.Clear();
        using var scratch = new Scratch<double>(means.Length);
        for (var i = 0; i < members.Length; i++)
        {
            members[i].Predict(context, scratch.Span, []);
            // B. P. Welford's recurrence: the squares of the members' distances from their mean.
            for (var arm = 0; arm < means.Length; arm++)
            {
                var distance = scratch.Span[arm] - means[arm];
                means[arm] += distance / (i + 1);
                widths[arm] += distance * (scratch.Span[arm] - means[arm]);
            }
        }
        foreach (ref var width in widths)
            width = Math.Sqrt(width / members.Length);
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        scores.Clear();
        probabilities.Clear();
        using var scratch = new Scratch<double>(scores.Length);
        foreach (var member in members)
        {
            member.Predict(context, scratch.Span, []);
            probabilities[ArmProbabilities.Best(scratch.Span, allowed)]++;
            TensorPrimitives.Add(scores, scratch.Span, scores);
        }
        TensorPrimitives.Divide(scores, members.Length, scores);
        TensorPrimitives.Divide(probabilities, members.Length, probabilities);
    }

    public override void Forget() => Array.ForEach(members, member => member.Forget());

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        // An odd factor keeps the seeds of different rows different.
        var random = new SeedStream(unchecked(((ulong)options.Seed << 32) ^ ((ulong)_rows * 0xD1B54A32D192ED03)));
        foreach (var member in members)
        {
            var times = random.NextPoisson();
            if (times > 0)
                member.Learn(context, arm, reward, times * weight, follow);
        }
        _rows++;
    }

    public override void Settle() => Array.ForEach(members, member => member.Settle());

    public override void AddArm() => Array.ForEach(members, member => member.AddModel());

    public override Learner Copy() => new BootstrapLearner(options, [.. members.Select(member => member.Copy())], _rows);

    public override Learner? Combined(Learner other, int sign)
    {
        var others = (BootstrapLearner)other;
        // A row's repetitions depend on its number, so the same row in another log was repeated differently and cannot be taken away.
        return sign < 0
            ? throw new ArgumentException("A bootstrap policy cannot unlearn rows; train it again without them.")
            : new BootstrapLearner(options, [.. members.Zip(others.Sets, (one, two) => one.Combined(two, 1)!)], _rows + others._rows);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("rows", _rows);
        writer.WriteStartArray("members");
        foreach (var member in members)
        {
            writer.WriteStartObject();
            member.Write(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private RidgeSet[] Sets => members;
}
