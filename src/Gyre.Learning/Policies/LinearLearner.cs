using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>Ridge regressions with one of the rules that turn estimates into probabilities.</summary>
internal sealed class LinearLearner(LinearPolicyOptions options, RidgeSet set) : Learner
{
    public override int Draws => options is LinearThompsonOptions thompson ? thompson.Draws : 0;

    public override double Rows => set.Rows;

    /// <summary>The regressions.</summary>
    public RidgeSet Set => set;

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths) => set.Predict(context, means, widths);

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        switch (options)
        {
            case LinUcbOptions bound:
                PredictBounds(context, bound.Width, scores);
                ArmProbabilities.Greedy(scores, allowed, bound.Epsilon, probabilities);
                break;
            case LinearThompsonOptions thompson when set.IsShared:
                ThompsonDraws.Shared(set, context, thompson, allowed, ref random, scores, probabilities);
                break;
            case LinearThompsonOptions thompson:
                DrawPerArm(context, thompson, allowed, ref random, scores, probabilities);
                break;
            default:
                set.Predict(context, scores, []);
                FromEstimates(scores, allowed, probabilities);
                break;
        }
    }

    public override void Forget() => set.Forget();

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow) =>
        set.Learn(context, arm, reward, weight, follow);

    public override void Settle() => set.Settle();

    public override void AddArm() => set.AddModel();

    public override Learner Copy() => new LinearLearner(options, set.Copy());

    public override Learner? Combined(Learner other, int sign) =>
        set.Combined(((LinearLearner)other).Set, sign) is { } combined ? new LinearLearner(options, combined) : null;

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        set.Write(writer);
        writer.WriteEndObject();
    }

    private void PredictBounds(in PolicyContext context, double width, Span<double> scores)
    {
        using var widths = new Scratch<double>(scores.Length);
        set.Predict(context, scores, widths.Span);
        for (var arm = 0; arm < scores.Length; arm++)
            scores[arm] += width * widths.Span[arm];
    }

    private void DrawPerArm(
        in PolicyContext context,
        LinearThompsonOptions thompson,
        ReadOnlySpan<bool> allowed,
        ref SeedStream random,
        Span<double> scores,
        Span<double> probabilities)
    {
        using var widths = new Scratch<double>(scores.Length);
        set.Predict(context, scores, widths.Span);
        ThompsonDraws.PerArm(scores, widths.Span, thompson, allowed, ref random, probabilities);
    }

    private void FromEstimates(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed, Span<double> probabilities)
    {
        switch (options)
        {
            case EpsilonGreedyOptions greedy:
                ArmProbabilities.Greedy(scores, allowed, greedy.Epsilon, probabilities);
                break;
            case SoftmaxOptions softmax:
                ArmProbabilities.Softmax(scores, allowed, softmax.Temperature, probabilities);
                break;
            case SquareCbOptions square:
                ArmProbabilities.InverseGap(scores, allowed, square.Gamma * Math.Pow(Math.Max(1, Rows), square.Exponent), probabilities);
                break;
            default:
                ArmProbabilities.Greedy(scores, allowed, 0, probabilities);
                break;
        }
    }
}
