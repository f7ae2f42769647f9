using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>A smooth function to minimise: returns the value at a point and fills in its gradient.</summary>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>How a minimisation ended.</summary>
internal sealed record LbfgsResult(double[] Point, double Value, int Iterations, bool Converged);

/// <summary>
/// Limited-memory BFGS (J. Nocedal and S. Wright, "Numerical Optimization", 2006, algorithm 7.5) with a line search for the
/// strong Wolfe conditions. Each iteration costs about one evaluation and 4 x memory x dimension multiplications.
/// </summary>
internal sealed class Lbfgs
{
    private const int Memory = 10;
    private readonly Objective _objective;
    private readonly int _dimension;
    private readonly List<(double[] Step, double[] Change, double Curvature)> _history = [];

    private Lbfgs(Objective objective, int dimension) => (_objective, _dimension) = (objective, dimension);

    /// <summary>Minimises from a start.</summary>
    /// <param name="objective">Convex or nearly so; finite everywhere the search goes.</param>
    /// <param name="start">Not changed.</param>
    /// <param name="maxIterations">At least 0.</param>
    /// <param name="tolerance">Ends when no part of the gradient is larger.</param>
    /// <param name="onIteration">Called after each accepted step with its number, from 1, and the place.</param>
    /// <param name="cancellationToken">Looked at once per iteration.</param>
    public static LbfgsResult Minimise(
        Objective objective, double[] start, int maxIterations, double tolerance, Action<int, LinePoint>? onIteration, CancellationToken cancellationToken) =>
        new Lbfgs(objective, start.Length).Run(start, maxIterations, tolerance, onIteration, cancellationToken);

    private LbfgsResult Run(double[] start, int maxIterations, double tolerance, Action<int, LinePoint>? onIteration, CancellationToken cancellationToken)
    {
        var gradient = new double[_dimension];
        var current = new LinePoint(0, _objective(start, gradient), 0, [.. start], gradient);
        for (var iteration = 0; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var converged = Kernels.MaxAbsolute(current.Gradient) <= tolerance;
            if (converged || iteration == maxIterations)
                return new LbfgsResult(current.Point, current.Value, iteration, converged);

            var next = Step(current);
            if (next is null && _history.Count > 0)
            {
                // The remembered curvature misleads: start again from the plain gradient.
                _history.Clear();
                next = Step(current);
            }

            if (next is null)
                return new LbfgsResult(current.Point, current.Value, iteration, false);
            Remember(current, next);
            current = next;
            onIteration?.Invoke(iteration + 1, current);
        }
    }

    private LinePoint? Step(LinePoint origin)
    {
        var direction = Direction(origin.Gradient);
        var slope = Kernels.Dot(origin.Gradient, direction);
        if (!(slope < 0))
            return null;
        // Without curvature the gradient's length says nothing about distance: begin with a step of length one at most.
        var first = _history.Count > 0 ? 1 : Math.Min(1, 1 / Math.Sqrt(Kernels.Dot(origin.Gradient, origin.Gradient)));
        // A gradient too long for its square to be a number leaves no step to take.
        if (!(first > 0))
            return null;
        return LineSearch.Find(_objective, origin with { Step = 0, Slope = slope }, direction, first);
    }

    /// <summary>Minus the approximate inverse Hessian times the gradient (the two-loop recursion, algorithm 7.4).</summary>
    private double[] Direction(double[] gradient)
    {
        var direction = new double[_dimension];
        TensorPrimitives.Negate(gradient, direction);
        var weights = new double[_history.Count];
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            var (step, change, curvature) = _history[i];
            weights[i] = Kernels.Dot(step, direction) / curvature;
            Kernels.AddScaled(change, -weights[i], direction);
        }

        if (_history.Count > 0)
        {
            var (_, change, curvature) = _history[^1];
            TensorPrimitives.Multiply(direction, curvature / Kernels.Dot(change, change), direction);
        }

        for (var i = 0; i < _history.Count; i++)
        {
            var (step, change, curvature) = _history[i];
            Kernels.AddScaled(step, weights[i] - Kernels.Dot(change, direction) / curvature, direction);
        }

        return direction;
    }

    private void Remember(LinePoint from, LinePoint to)
    {
        var step = new double[_dimension];
        var change = new double[_dimension];
        TensorPrimitives.Subtract(to.Point, from.Point, step);
        TensorPrimitives.Subtract(to.Gradient, from.Gradient, change);
        var curvature = Kernels.Dot(step, change);
        // Rounding can hide the curvature close to the optimum; such a pair would spoil the matrix.
        if (!(curvature > 1e-16 * Kernels.Dot(change, change)))
            return;
        if (_history.Count == Memory)
            _history.RemoveAt(0);
        _history.Add((step, change, curvature));
    }
}
