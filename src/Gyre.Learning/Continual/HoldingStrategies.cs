using System.Numerics.Tensors;

namespace Gyre.Learning.Continual;

/// <summary>Elastic weight consolidation: λ/2 Σ F (θ - θ*)², F from the gradient of each example by itself.</summary>
/// <remarks>
/// The penalties of several experiences add up to one of the same form, so two arrays are enough for all (F. Huszár, "Note on the
/// quadratic penalties in elastic weight consolidation", 2018): the sum of the importances, and of importance times weight.
/// </remarks>
internal sealed class Consolidation(Workbench bench) : Strategy(bench)
{
    private readonly double[] _importance = new double[bench.Gradient.Length];
    private readonly double[] _anchor = new double[bench.Gradient.Length];
    private readonly double[] _pull = new double[bench.Gradient.Length];

    public override long Bytes => 2L * sizeof(double) * _importance.Length;

    public override void Adjust(Span<double> gradient)
    {
        if (Bench.Options.Lambda == 0)
            return;
        TensorPrimitives.Multiply(_importance, Bench.Network.Parameters, _pull);
        TensorPrimitives.Subtract(_pull, _anchor, _pull);
        TensorPrimitives.MultiplyAdd(_pull, Bench.Options.Lambda, gradient, gradient);
    }

    public override void End(IExamples given)
    {
        var fisher = Fisher(Bench, given);
        if (Bench.Options.Consolidation == ConsolidationMode.Online)
        {
            TensorPrimitives.Multiply(_importance, Bench.Options.Decay, _importance);
            TensorPrimitives.Add(_importance, fisher, _importance);
            TensorPrimitives.Multiply(_importance, Bench.Network.Parameters, _anchor);
            return;
        }
        TensorPrimitives.Add(_importance, fisher, _importance);
        TensorPrimitives.MultiplyAdd(fisher, Bench.Network.Parameters, _anchor, _anchor);
    }

    /// <summary>Mean square of each weight's gradient over single examples with their true classes.</summary>
    public static double[] Fisher(Workbench bench, IExamples given)
    {
        var fisher = new double[bench.Gradient.Length];
        var batch = bench.Current;
        for (var i = 0; i < given.Count; i++)
        {
            batch.Clear();
            batch.Add(given, i);
            batch.Forward();
            bench.Losses.CrossEntropy(batch, bench.Outputs, among: null, weight: 1);
            bench.Network.AddSquaredGradient(batch.Row(0), batch.Hidden(0), batch.Slopes(0), fisher);
        }
        TensorPrimitives.Divide(fisher, Math.Max(1, given.Count), fisher);
        return fisher;
    }

    public override void Save(LearnerState state)
    {
        state.Put("importance", _importance);
        state.Put("anchor", _anchor);
    }

    public override void Load(LearnerState state)
    {
        state.Fill("importance", _importance);
        state.Fill("anchor", _anchor);
    }
}

/// <summary>
/// Synaptic intelligence: c Σ Ω (θ - θ*)², Ω the fall of the loss that each weight's way brought, by the square of the way.
/// </summary>
/// <remarks>θ* are the weights at the start of the experience, so only Ω is carried on.</remarks>
internal sealed class Intelligence(Workbench bench) : Strategy(bench)
{
    private readonly double[] _importance = new double[bench.Gradient.Length];
    private readonly double[] _start = new double[bench.Gradient.Length];
    private readonly double[] _fall = new double[bench.Gradient.Length];
    private readonly double[] _loss = new double[bench.Gradient.Length];
    private readonly double[] _pull = new double[bench.Gradient.Length];

    public override long Bytes => (long)sizeof(double) * _importance.Length;

    public override IExamples Begin(IExamples given)
    {
        Bench.Network.Parameters.CopyTo(_start, 0);
        Array.Clear(_fall);
        return given;
    }

    /// <summary>The fall counts the gradient of the loss alone, times the whole step.</summary>
    public override void Adjust(Span<double> gradient)
    {
        if (Bench.Options.Strength == 0)
            return;
        gradient.CopyTo(_loss);
        TensorPrimitives.Subtract(Bench.Network.Parameters, _start, _pull);
        TensorPrimitives.Multiply(_pull, _importance, _pull);
        TensorPrimitives.MultiplyAdd(_pull, 2 * Bench.Options.Strength, gradient, gradient);
        TensorPrimitives.Multiply(_loss, gradient, _loss);
        TensorPrimitives.MultiplyAdd(_loss, Bench.Options.LearningRate, _fall, _fall);
    }

    public override void End(IExamples given)
    {
        TensorPrimitives.Subtract(Bench.Network.Parameters, _start, _pull);
        for (var p = 0; p < _importance.Length; p++)
            _importance[p] += Math.Max(0, _fall[p]) / ((_pull[p] * _pull[p]) + Bench.Options.Damping);
    }

    public override void Save(LearnerState state) => state.Put("importance", _importance);

    public override void Load(LearnerState state) => state.Fill("importance", _importance);
}

/// <summary>Learning without forgetting: the scores of earlier classes stay near those of the model before the experience.</summary>
/// <remarks>That model is the one the experience starts with, so nothing is carried on.</remarks>
internal sealed class Distillation(Workbench bench) : Strategy(bench)
{
    private readonly double[] _before = new double[bench.Gradient.Length];
    private readonly double[] _hidden = new double[bench.Network.Hidden];
    private readonly double[] _scores = new double[bench.Network.Classes];

    public override IExamples Begin(IExamples given)
    {
        Bench.Network.Parameters.CopyTo(_before, 0);
        return given;
    }

    public override void SetSlopes(Batch current)
    {
        base.SetSlopes(current);
        if (Bench.Options.Distillation == 0 || !Bench.Outputs.Earlier.Contains(true))
            return;
        for (var i = 0; i < current.Count; i++)
        {
            Bench.Network.Forward(_before, current.Row(i), _hidden, _scores);
            Bench.Losses.AddDistillation(
                current, i, _scores, Bench.Outputs.Earlier, Bench.Options.Distillation, Bench.Options.Temperature);
        }
    }
}
