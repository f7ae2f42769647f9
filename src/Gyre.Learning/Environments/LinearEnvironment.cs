using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>
/// Linear rewards, whose coefficients are a pure function of seed and period, so that any round can be drawn without those before it.
/// </summary>
internal sealed class LinearEnvironment : BanditEnvironment
{
    private readonly LinearEnvironmentOptions _options;
    private readonly ulong _coefficientSeed;
    private readonly DenseMatrix? _fixed;

    public LinearEnvironment(LinearEnvironmentOptions options, ulong seed)
        : base(seed, EnvironmentGuard.Names("arm", Math.Max(1, options.Coefficients?.Rows ?? options.Arms)),
            options.Coefficients?.Columns ?? options.ContextLength)
    {
        Check(options);
        _options = options;
        _coefficientSeed = new SeededRandom(seed).Fork("coefficients").NextUInt64();
        _fixed = options.Coefficients ?? (options.Change == CoefficientChange.None ? Drawn(0) : null);
    }

    protected override BanditRound Draw(long number, SeededRandom random)
    {
        var context = _options.Contexts switch
        {
            ContextShape.Sphere => EnvironmentGuard.Sphere(ContextLength, random),
            ContextShape.Normal => EnvironmentGuard.Normal(ContextLength, random),
            _ => Integers(random),
        };
        var coefficients = CoefficientsAt(number);
        var rewards = ImmutableArray.CreateBuilder<double>(Arms.Length);
        for (var arm = 0; arm < Arms.Length; arm++)
            rewards.Add(Kernels.Dot(coefficients.Row(arm), context));
        return new BanditRound(number, [.. context], rewards.MoveToImmutable(), random) { Deviation = _options.Deviation };
    }

    private double[] Integers(SeededRandom random)
    {
        var context = new double[ContextLength];
        foreach (ref var value in context.AsSpan())
            value = random.NextInt(-10, 10);
        return context;
    }

    /// <summary>A row per arm; not to be changed.</summary>
    internal DenseMatrix CoefficientsAt(long number)
    {
        if (_fixed is not null)
            return _fixed;
        var (period, place) = Math.DivRem(number, _options.Period);
        var coefficients = Drawn(period);
        if (_options.Change == CoefficientChange.Abrupt || place == 0)
            return coefficients;
        var (next, share) = (Drawn(period + 1), (double)place / _options.Period);
        for (var arm = 0; arm < coefficients.Rows; arm++)
        {
            for (var i = 0; i < coefficients.Columns; i++)
                coefficients.Row(arm)[i] += share * (next[arm, i] - coefficients[arm, i]);
        }
        return coefficients;
    }

    private DenseMatrix Drawn(long period)
    {
        var random = new SeededRandom(SeedMix.Of(_coefficientSeed, (ulong)period));
        var coefficients = new DenseMatrix(Arms.Length, ContextLength);
        for (var arm = 0; arm < coefficients.Rows; arm++)
        {
            var drawn = EnvironmentGuard.Sphere(ContextLength, random);
            if (_options.Structured && arm > 0)
                coefficients.Row(arm - 1).CopyTo(coefficients.Row(arm));
            Kernels.AddScaled(drawn, _options.Structured && arm > 0 ? 0.1 : 1, coefficients.Row(arm));
        }
        return coefficients;
    }

    private static void Check(LinearEnvironmentOptions options)
    {
        EnvironmentGuard.Deviation(options.Deviation);
        if (options.Period < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Period, "Period must be at least 1.");
        if (options.Coefficients is null && (options.Arms < 1 || options.ContextLength < 1))
            throw new ArgumentException(
                $"Arms and ContextLength must be at least 1, not {options.Arms} and {options.ContextLength}.", nameof(options));
        if (options.Coefficients is { } given
            && (given.Rows < 1 || given.Columns < 1 || given.Values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue)))
            throw new ArgumentException("Coefficients must have at least one row and one column of finite numbers.", nameof(options));
        if (options.Coefficients is not null && options.Change != CoefficientChange.None)
            throw new ArgumentException("Coefficients that are given cannot change.", nameof(options));
    }
}
