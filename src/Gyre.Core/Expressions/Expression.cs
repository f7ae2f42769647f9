using System.Diagnostics.CodeAnalysis;
using Gyre.Core.Expressions;

namespace Gyre.Core;

/// <summary>Why an expression has no result.</summary>
public enum ExpressionErrorKind
{
    /// <summary>Not an expression at all.</summary>
    Syntax,

    /// <summary>An expression, but with a construct that the language leaves out.</summary>
    NotAllowed,

    /// <summary>A name that nothing is known of.</summary>
    NoValue,

    /// <summary>A function other than <c>abs</c>, <c>min</c>, <c>max</c>.</summary>
    NoFunction,

    /// <summary>Values that the operator or function does not take.</summary>
    Operands,

    /// <summary>Nested too deep, too long, or too much work.</summary>
    TooComplex,

    /// <summary>Division by zero.</summary>
    ZeroDivision,
}

/// <summary>Why an expression has no result, and where.</summary>
/// <param name="Kind">What kind of problem.</param>
/// <param name="Message">For people, without the place.</param>
/// <param name="Position">Index of the first offending character, from 0.</param>
public sealed record ExpressionError(ExpressionErrorKind Kind, string Message, int Position);

/// <summary>Outcome of an evaluation: exactly one of the two is set.</summary>
/// <param name="Value">The truth of the value, or null when there is an error.</param>
/// <param name="Error">Why there is none, or null.</param>
public sealed record ExpressionResult(bool? Value, ExpressionError? Error)
{
    /// <summary>True only when there is a value and it is true: an error means "not met".</summary>
    public bool IsMet => Value is true;
}

/// <summary>Outcome of an evaluation that keeps the value: exactly one of the two is set.</summary>
/// <param name="Value">The value (tuples and sets as lists), or null when there is an error.</param>
/// <param name="Error">Why there is none, or null.</param>
public sealed record ExpressionValue(Value? Value, ExpressionError? Error);

/// <summary>
/// A condition in a small language with Python's syntax: dotted names (dashes are part of a name when nothing stands between),
/// numbers, strings, <c>True False None</c>, tuples, sets, <c>+ - * / //</c>, <c>not and or</c>, one comparison per pair, and
/// <c>abs min max</c>. Order and arithmetic read texts as numbers when they must; <c>== != in</c> never do. A parsed expression
/// is immutable, and evaluating it needs bounded time and stack whatever the input.
/// </summary>
public sealed class Expression
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>The deepest nesting of operations, the whole counting as one level.</summary>
    public const int MaxDepth = 8;

    private readonly ExpressionNode _root;

    private Expression(string text, ExpressionNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The dotted names that it mentions, each once, in order of appearance.</summary>
    public IReadOnlyList<string> Names => [.. _root.Descend().OfType<NameNode>().Select(node => node.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a text. Refuses with <see cref="ExpressionErrorKind.Syntax"/>, <see cref="ExpressionErrorKind.NotAllowed"/> or <see cref="ExpressionErrorKind.TooComplex"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        expression = null;
        error = null;
        try
        {
            if (text.Length > MaxLength)
                throw new ExpressionException(
                    ExpressionErrorKind.TooComplex,
                    $"The expression has {text.Length} characters; the maximum is {MaxLength}.",
                    MaxLength);
            var root = ExpressionParser.Parse(text);
            ExpressionVerifier.Verify(root, MaxDepth);
            expression = new Expression(text, root);
            return true;
        }
        catch (ExpressionException exception)
        {
            error = exception.Error;
            return false;
        }
    }

    /// <summary>Evaluates to a truth value: <c>0</c>, empty text, empty collections and <c>None</c> are false.</summary>
    /// <param name="names">Gives the value of a dotted name, or null when it is unknown.</param>
    public ExpressionResult Evaluate(Func<string, Value?> names)
    {
        try
        {
            return new ExpressionResult(ExpressionOperations.IsTrue(new ExpressionEvaluator(names).Evaluate(_root)), null);
        }
        catch (ExpressionException exception)
        {
            return new ExpressionResult(null, exception.Error);
        }
    }

    /// <summary>Evaluates and keeps the value.</summary>
    /// <param name="names">Gives the value of a dotted name, or null when it is unknown.</param>
    public ExpressionValue EvaluateValue(Func<string, Value?> names)
    {
        try
        {
            return new ExpressionValue(ExpressionOperations.ToValue(new ExpressionEvaluator(names).Evaluate(_root)), null);
        }
        catch (ExpressionException exception)
        {
            return new ExpressionValue(null, exception.Error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
