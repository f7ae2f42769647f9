using System.Diagnostics.CodeAnalysis;
using Gyre.Core.Cel;

namespace Gyre.Core;

/// <summary>
/// An expression of the Common Expression Language (CEL): field and index selection, <c>has</c>, <c>in</c>, comparison, <c>&amp;&amp; ||</c> with the
/// language's absorption of errors (<c>false &amp;&amp; error</c> is false on either side), <c>! - + * / %</c>, <c>? :</c>, literals of numbers, texts,
/// lists and maps, and the functions <c>int uint double string bool dyn size parseJson type matches startsWith endsWith contains</c>, each as
/// <c>f(x)</c> and as <c>x.f()</c>. Left out: bytes, timestamps, durations, messages, and the macros over elements (<c>all</c>, <c>exists</c>, ...).
/// </summary>
/// <remarks>
/// <para>Numbers of all three kinds are compared by their number, as the language says. Wider than the language is arithmetic: an int and a
/// double mix and give a double, because the JSON that values come from does not tell <c>2</c> from <c>2.0</c>. Overflow and division by an
/// integer zero are errors; division by the double zero follows IEEE 754. <c>==</c> of different kinds is false, order of different kinds an error.</para>
/// <para>A parsed expression is immutable, safe for any number of threads, and a value that comes in is never parsed as part of the expression.
/// Parsing and evaluation need bounded stack and time whatever the input.</para>
/// </remarks>
public sealed class CelExpression
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 65_536;

    /// <summary>The most brackets (round, square, curly) inside each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most operands, operators and calls.</summary>
    public const int MaxNodes = 10_000;

    private readonly CelNode _root;

    private CelExpression(string text, CelNode root, IReadOnlyList<string> variables)
    {
        Text = text;
        _root = root;
        Variables = variables;
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The variables that it mentions, each once, in order of appearance; names of types are not among them.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>For tests of the parser.</summary>
    internal CelNode Root => _root;

    /// <summary>Reads a text. Refuses with <see cref="CelErrorKind.Syntax"/>, <see cref="CelErrorKind.NoFunction"/> or <see cref="CelErrorKind.TooComplex"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CelExpression? expression, [NotNullWhen(false)] out CelError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        (expression, error) = (null, null);
        try
        {
            if (text.Length > MaxLength)
                throw new CelException(new CelFault(
                    CelErrorKind.TooComplex,
                    $"The expression has {text.Length} characters; the maximum is {MaxLength}.")
                { Position = MaxLength });
            var parser = new CelParser(text);
            var root = parser.Parse();
            expression = new CelExpression(text, root, parser.Variables);
            return true;
        }
        catch (CelException exception)
        {
            error = exception.Fault.ToError(text);
            return false;
        }
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidInputException">It is no expression; the diagnostic's code is <c>cel.syntax</c>, <c>cel.no-function</c> or <c>cel.too-complex</c>.</exception>
    public static CelExpression Parse(string text) =>
        TryParse(text, out var expression, out var error) ? expression : throw new InvalidInputException([error.ToDiagnostic()]);

    /// <summary>Evaluates. Never throws for what the expression or the values are.</summary>
    public CelResult Evaluate(CelScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var result = new CelEvaluator(scope).Evaluate(_root);
        var value = result is CelFault ? result : CelValues.ToValue(result);
        return value is CelFault fault ? new CelResult(null, fault.ToError(Text)) : new CelResult((Value)value!, null);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
