namespace Gyre.Core.Cel;

/// <summary>An error as a value: <c>&amp;&amp;</c> and <c>||</c> may absorb it. The evaluator adds the place.</summary>
internal sealed record CelFault(CelErrorKind Kind, string Message, string? Remedy = null)
{
    /// <summary>Index of the offending character; below 0 while nobody has said it.</summary>
    public int Position { get; init; } = -1;

    public CelFault At(int position) => Position < 0 ? this with { Position = position } : this;

    public CelError ToError(string text)
    {
        var position = Math.Clamp(Position, 0, text.Length);
        var before = text.AsSpan(0, position);
        return new CelError(Kind, Message, before.Count('\n') + 1, position - before.LastIndexOf('\n')) { Remedy = Remedy };
    }
}

/// <summary>Carries an error out of the parser; never leaves <see cref="CelExpression"/>.</summary>
internal sealed class CelException(CelFault fault) : Exception(fault.Message)
{
    public CelFault Fault { get; } = fault;

    public static CelException Syntax(string message, int position, string? remedy = null) =>
        new(new CelFault(CelErrorKind.Syntax, message, remedy) { Position = position });
}

/// <summary>Bounds the work of one evaluation, counted in nodes, characters and elements touched.</summary>
internal sealed class CelBudget
{
    private const long Steps = 5_000_000;

    private long _left = Steps;

    /// <summary>Null, or the error when there is nothing left.</summary>
    public CelFault? Spend(long steps)
    {
        _left -= Math.Min(steps, Steps + 1);
        return _left >= 0 ? null : new CelFault(CelErrorKind.TooComplex, $"The expression requires more than {Steps} steps.");
    }
}
