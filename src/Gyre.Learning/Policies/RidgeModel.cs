using System.Numerics.Tensors;
using System.Text.Json;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>A ridge regression as its sufficient statistics, with the inverse and the coefficients that follow from them.</summary>
/// <remarks>
/// A is the sum of w x x', b the sum of w r x, n the sum of w; the ridge is kept outside A, so that statistics of disjoint rows add, subtract and decay without
/// touching it. M = A + ridge I. A row costs O(d^2) with the rank-1 update of J. Sherman and W. J. Morrison, "Adjustment of an inverse
/// matrix corresponding to a change in one element of a given matrix", 1950; factoring M costs O(d^3).
/// </remarks>
internal sealed class RidgeModel
{
    /// <summary>Rank-1 updates after which M is factored, so that their rounding errors do not add up without bound.</summary>
    public const int UpdatesBetweenFactors = 256;

    private const double LargestCoefficient = 1e200;
    private const double LargestCount = 1e100;

    private readonly double _ridge;
    private readonly double[] _gram;
    private readonly double[] _moment;
    private readonly double[] _inverse;
    private readonly double[] _theta;
    private double[]? _factor;
    private bool _stale;

    public RidgeModel(int size, double ridge, bool keepsFactor)
        : this(size, ridge, keepsFactor, new double[Triangle.Length(size)], new double[size], 0) => Factor();

    private RidgeModel(int size, double ridge, bool keepsFactor, double[] gram, double[] moment, double count)
    {
        (Size, _ridge, KeepsFactor, _gram, _moment, Count) = (size, ridge, keepsFactor, gram, moment, count);
        (_inverse, _theta) = (new double[gram.Length], new double[size]);
    }

    public int Size { get; }

    /// <summary>The sum of the weights, decayed like the rest.</summary>
    public double Count { get; private set; }

    /// <summary>Rank-1 updates since M was last factored; 0 means that the inverse is a function of the statistics alone.</summary>
    public int Updates { get; private set; }

    /// <summary>M^-1 b.</summary>
    public ReadOnlySpan<double> Theta => _theta;

    /// <summary>M^-1 as a <see cref="Triangle"/>.</summary>
    public ReadOnlySpan<double> Inverse => _inverse;

    /// <summary>L with L L' = M, row after row; only where it is kept.</summary>
    public ReadOnlySpan<double> LowerFactor => _factor;

    private bool KeepsFactor { get; }

    /// <summary>Adds a row to the statistics alone; <see cref="Settle"/> makes the rest follow.</summary>
    /// <param name="outer">The triangle of x x'.</param>
    /// <param name="x">The row.</param>
    /// <param name="reward">What it brought.</param>
    /// <param name="weight">At least 0.</param>
    public void Accumulate(ReadOnlySpan<double> outer, ReadOnlySpan<double> x, double reward, double weight)
    {
        Kernels.AddScaled(outer, weight, _gram);
        Kernels.AddScaled(x, weight * reward, _moment);
        Count += weight;
        _stale = true;
    }

    /// <summary>Adds a row and makes the inverse follow by a rank-1 update.</summary>
    public void Update(ReadOnlySpan<double> outer, ReadOnlySpan<double> x, double reward, double weight)
    {
        var follows = !_stale && !KeepsFactor && Updates < UpdatesBetweenFactors;
        Accumulate(outer, x, reward, weight);
        if (follows)
            _stale = !TryFollow(x, weight);
    }

    /// <summary>Decays the statistics; rows then count by their age in calls.</summary>
    public void Forget(double kept)
    {
        if (Count == 0)
            return;
        TensorPrimitives.Multiply(_gram, kept, _gram);
        TensorPrimitives.Multiply(_moment, kept, _moment);
        Count *= kept;
        _stale = true;
    }

    /// <summary>Makes inverse and coefficients follow from the statistics, if they do not yet.</summary>
    public void Settle()
    {
        if (_stale)
            Factor();
    }

    public RidgeModel Copy()
    {
        var copy = new RidgeModel(Size, _ridge, KeepsFactor, [.. _gram], [.. _moment], Count) { Updates = Updates, _stale = _stale };
        _inverse.CopyTo(copy._inverse, 0);
        _theta.CopyTo(copy._theta, 0);
        copy._factor = _factor is null ? null : [.. _factor];
        return copy;
    }

    /// <summary>The model of the rows of both (<paramref name="sign"/> 1) or of these without the other's (-1).</summary>
    /// <returns>Null when the other's rows cannot have been among these.</returns>
    public RidgeModel? Combined(RidgeModel other, int sign)
    {
        double[] gram = [.. _gram];
        double[] moment = [.. _moment];
        Kernels.AddScaled(other._gram, sign, gram);
        Kernels.AddScaled(other._moment, sign, moment);
        var count = Count + (sign * other.Count);
        // Rounding leaves about 1e-16 of the largest value where everything was taken away.
        var slack = 1e-9 * Triangle.LargestOfDiagonal(_gram, Size);
        if (sign < 0 && (count < -1e-9 * Count || !TryFactor(gram, slack + _ridge, new double[Size * Size])))
            return null;
        var combined = new RidgeModel(Size, _ridge, KeepsFactor, gram, moment, Math.Max(0, count));
        combined.Factor();
        return combined;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("n", Count);
        writer.WriteNumbers("a", _gram);
        writer.WriteNumbers("b", _moment);
        // A factored inverse is recomputed from the statistics, bit by bit; one that followed row after row is not.
        if (Updates > 0)
        {
            writer.WriteNumber("updates", Updates);
            writer.WriteNumbers("inverse", _inverse);
        }
        writer.WriteEndObject();
    }

    public static RidgeModel Read(JsonPart part, int size, double ridge, bool keepsFactor)
    {
        double[] gram = [.. part.Get("a").Numbers(Triangle.Length(size))];
        double[] moment = [.. part.Get("b").Numbers(size)];
        var count = part.Get("n");
        if (count.AtLeastZero() > LargestCount)
            throw count.Refuse("the number of rows is too large", "Train the policy again.");
        var model = new RidgeModel(size, ridge, keepsFactor, gram, moment, count.AtLeastZero());
        if (!TryFactor(gram, ridge + (1e-9 * Triangle.LargestOfDiagonal(gram, size)), new double[size * size]))
            throw part.Get("a").Refuse("the matrix is not positive semidefinite", "Train the policy again.");
        model.Factor();
        if (part.Has("updates"))
            model.ReadInverse(part);
        if (!(Kernels.MaxAbsolute(model._theta) <= LargestCoefficient))
            throw part.Get("b").Refuse("the coefficients overflow", "Train the policy again.");
        return model;
    }

    private void ReadInverse(JsonPart part)
    {
        var updates = part.Get("updates");
        if (KeepsFactor || updates.Size() > UpdatesBetweenFactors)
            throw updates.Refuse(
                $"there are {updates.Size()} updates",
                $"Use at most {UpdatesBetweenFactors}, and none for a shared model of Thompson sampling.");
        part.Get("inverse").Numbers(_inverse.Length).CopyTo(_inverse);
        // No value of M^-1 exceeds 1 / ridge; the rest is room for rounding.
        if (Kernels.MaxAbsolute(_inverse) > 10 / _ridge)
            throw part.Get("inverse").Refuse("the values are too large for an inverse", "Train the policy again.");
        Updates = updates.Size();
        Triangle.Multiply(_inverse, _moment, _theta);
    }

    private bool TryFollow(ReadOnlySpan<double> x, double weight)
    {
        using var scratch = new Scratch<double>(Size);
        var product = scratch.Span;
        Triangle.Multiply(_inverse, x, product);
        var form = Kernels.Dot(x, product);
        // Below 0 the inverse has lost its positive definiteness to rounding.
        if (!(form >= 0) || !double.IsFinite(form * weight))
            return false;
        Triangle.AddOuter(product, -weight / (1 + (weight * form)), _inverse);
        Triangle.Multiply(_inverse, _moment, _theta);
        Updates++;
        return true;
    }

    private void Factor()
    {
        var factor = _factor is null ? new double[Size * Size] : _factor;
        // Features that are nearly multiples of each other can make M singular to rounding: the smallest power of ten that helps is added.
        var largest = Triangle.LargestOfDiagonal(_gram, Size);
        for (var extra = 0.0; !TryFactor(_gram, _ridge + extra, factor);)
            extra = extra == 0 ? Math.Max(1e-15 * largest, _ridge) : 10 * extra;
        _moment.CopyTo(_theta, 0);
        Cholesky.Solve(factor, Size, _theta);
        Invert(factor);
        if (KeepsFactor)
            _factor = factor;
        (Updates, _stale) = (0, false);
    }

    private void Invert(ReadOnlySpan<double> factor)
    {
        using var scratch = new Scratch<double>(Size);
        var column = scratch.Span;
        for (var (row, start) = (0, 0); row < Size; row++)
        {
            column.Clear();
            column[row] = 1;
            Cholesky.Solve(factor, Size, column);
            column[row..].CopyTo(_inverse.AsSpan(start));
            start += Size - row;
        }
    }

    private static bool TryFactor(double[] gram, double added, double[] factor)
    {
        var size = (int)Math.Sqrt(factor.Length);
        Triangle.Unpack(gram, size, added, factor);
        return Cholesky.TryFactor(factor, size);
    }
}
