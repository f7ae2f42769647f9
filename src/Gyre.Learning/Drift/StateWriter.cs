using System.Collections.Immutable;

namespace Gyre.Learning.Drift;

/// <summary>Numbers in the order in which they are written.</summary>
internal sealed class StateWriter
{
    private readonly ImmutableArray<double>.Builder _numbers = ImmutableArray.CreateBuilder<double>();

    public void Add(double number) => _numbers.Add(number);

    public ImmutableArray<double> ToImmutable() => _numbers.ToImmutable();
}

/// <summary>Reads them again; what cannot have been written is refused.</summary>
internal sealed class StateReader(ImmutableArray<double> numbers)
{
    private int _next;

    public double Number()
    {
        if (numbers.IsDefault || _next >= numbers.Length)
            throw new ArgumentException("numbers are missing.");
        var number = numbers[_next++];
        return double.IsFinite(number) ? number : throw new ArgumentException($"number {_next} is not finite.");
    }

    public double NumberIn(double low, double high)
    {
        var number = Number();
        return number >= low && number <= high
            ? number
            : throw new ArgumentException(
                $"number {_next} is {DriftGuard.Shown(number)}, not within {DriftGuard.Shown(low)} and {DriftGuard.Shown(high)}.");
    }

    public long Count(long max = 1L << 53)
    {
        var number = NumberIn(0, max);
        return number == Math.Floor(number) ? (long)number : throw new ArgumentException($"number {_next} is not a whole number.");
    }

    public void RequireEnd()
    {
        if (numbers.Length != _next)
            throw new ArgumentException($"there are {numbers.Length} numbers, expected {_next}.");
    }
}
