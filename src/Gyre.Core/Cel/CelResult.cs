
namespace Gyre.Core;

/// <summary>Why an expression has no value.</summary>
public enum CelErrorKind
{
    /// <summary>Not an expression, or a construct that is left out.</summary>
    Syntax,

    /// <summary>There is no such function, or it takes another number of arguments.</summary>
    NoFunction,

    /// <summary>Too long, nested too deep, or too much work.</summary>
    TooComplex,

    /// <summary>A variable, a key or an index that is not there.</summary>
    NoValue,

    /// <summary>Values that the operator or function does not take.</summary>
    Operands,

    /// <summary>A number outside of the range of its kind.</summary>
    Overflow,

    /// <summary>An integer was divided by zero.</summary>
    ZeroDivision,

    /// <summary>A text that is not what it is to be converted to: a number, JSON, a regular expression.</summary>
    Conversion,
}

/// <summary>Why an expression has no value, and where.</summary>
/// <param name="Kind">What kind of problem.</param>
/// <param name="Message">One sentence or two for people, without the place.</param>
/// <param name="Line">Line in the expression, from 1.</param>
/// <param name="Column">Column in that line, from 1, in characters.</param>
public sealed record CelError(CelErrorKind Kind, string Message, int Line, int Column)
{
    /// <summary>What the author of the expression can do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>The same as a diagnostic with the code <c>cel.KIND</c>, its place counted in the expression.</summary>
    public Diagnostic ToDiagnostic() =>
        new(Severity.Error, $"cel.{KebabCase.Of(Kind)}", Message) { Line = Line, Column = Column, Remedy = Remedy };

    /// <summary><c>column 7: message remedy</c>; with the line when it is not the first.</summary>
    public override string ToString() => $"{(Line > 1 ? $"line {Line}, " : "")}column {Column}: {Message}{(Remedy is null ? "" : " " + Remedy)}";
}

/// <summary>Outcome of an evaluation: exactly one of the two is set.</summary>
/// <param name="Value">The value, or null when there is an error. Unsigned numbers are integers, types are their names, keys of maps are texts.</param>
/// <param name="Error">Why there is none, or null.</param>
public sealed record CelResult(Value? Value, CelError? Error)
{
    /// <summary>True only when the value is <c>true</c>: an error or a value of another kind means "not met".</summary>
    public bool IsMet => Value is BooleanValue { Flag: true };
}
