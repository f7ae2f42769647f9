using System.Collections.Immutable;
using System.Globalization;

namespace Gyre.Execution.Formats;

/// <summary>How many CPUs a step wants to be held to, or which: <c>VH_CPU_LIMIT</c> as a variable of the step, <c>2</c> or <c>0,2,4</c>.</summary>
internal static class CpuLimit
{
    private const string Variable = "VH_CPU_LIMIT";

    /// <summary>The CPUs that an order's processes may use; empty for no limit.</summary>
    /// <param name="order">The order; what its commands export comes too late to count.</param>
    /// <param name="available">Those that there are, in order; null when processes can not be held to some of them.</param>
    /// <param name="warn">Told why a limit is not kept.</param>
    public static ImmutableArray<int> Of(AttemptOrder order, ImmutableArray<int>? available, Action<string> warn)
    {
        if (!order.Environment.TryGetValue(Variable, out var text) || string.IsNullOrWhiteSpace(text))
            return [];
        var numbers = Numbers(text);
        if (numbers.IsEmpty || (numbers.Length == 1 && numbers[0] == 0))
        {
            warn($"{Variable} is '{text}', which is neither a number of CPUs such as '2' nor a list of CPUs such as '0,2,4'; the step runs without a CPU limit.");
            return [];
        }
        if (available is not { } cpus)
        {
            warn($"{Variable} is '{text}', but this system cannot restrict a step to some CPUs; the step runs without a CPU limit.");
            return [];
        }
        return numbers.Length == 1 ? Some(cpus, numbers[0], order.Attempt.Value) : Listed(cpus, [.. numbers.Distinct()], warn);
    }

    /// <summary>Steps that run side by side begin at different CPUs, so that they do not share one while others idle.</summary>
    private static ImmutableArray<int> Some(ImmutableArray<int> cpus, int count, Guid attempt)
    {
        if (count >= cpus.Length)
            return [];
        Span<byte> bytes = stackalloc byte[16];
        attempt.TryWriteBytes(bytes);
        var first = bytes[^1] % cpus.Length;
        return [.. Enumerable.Range(first, count).Select(index => cpus[index % cpus.Length]).Order()];
    }

    private static ImmutableArray<int> Listed(ImmutableArray<int> cpus, ImmutableArray<int> wanted, Action<string> warn)
    {
        var there = wanted.Where(cpus.Contains).Order().ToImmutableArray();
        if (there.Length < wanted.Length)
        {
            var rest = there.IsEmpty ? "the step runs without a CPU limit" : $"the step is restricted to {string.Join(',', there)}";
            warn($"{Variable} names CPUs that are not available ({string.Join(',', wanted.Except(cpus))}); {rest}.");
        }
        return there;
    }

    /// <summary>Empty when it is no list of numbers.</summary>
    private static ImmutableArray<int> Numbers(string text)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return [];
            numbers.Add(number);
        }
        return numbers.ToImmutable();
    }
}
