using System.Text;
using Gyre.Core;

namespace Gyre.Client.Pipelines;

/// <summary>What names, times and values may be; a refusal comes out of the call that brings them.</summary>
internal static class BuilderRules
{
    private const int MaxName = 256;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Free text on one line.</summary>
    /// <exception cref="ArgumentException">It is refused.</exception>
    public static string Name(string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        Text(name, $"The {kind} name");
        var reason = string.IsNullOrWhiteSpace(name) ? "it is empty"
            : name.Length > MaxName ? $"it has {name.Length} characters, more than {MaxName}"
            : name.Any(char.IsControl) ? "it contains a control character"
            : name is "." || name.Split('/', '\\').Contains("..", StringComparer.Ordinal) ? "it contains '.' or '..' as a folder"
            : null;
        return reason is null ? name : throw new ArgumentException(
            $"The {kind} name '{Shown(name)}' is not valid: {reason}. Use a short name on one line.", nameof(name));
    }

    /// <summary>As <see cref="Name"/>; a dot would end it within an edge.</summary>
    /// <exception cref="ArgumentException">It is refused.</exception>
    public static string NodeName(string name, string kind) => Name(name, kind).Contains('.', StringComparison.Ordinal)
        ? throw new ArgumentException(
            $"The {kind} name '{Shown(name)}' is not valid: it contains '.', which separates the parts of an edge. Use '-' instead.",
            nameof(name))
        : name;

    /// <summary>A name that is also one of a folder.</summary>
    /// <exception cref="ArgumentException">It is refused.</exception>
    public static string InputName(string name)
    {
        Name(name, "input");
        return name.Length <= 64 && SafePath.TryParse(name, out var path, out _) && path.Segments.Length == 1 && path.FileName == name
            ? name
            : throw new ArgumentException(
                $"The input name '{Shown(name)}' is not a valid folder name. Use at most 64 letters, digits, '-' and '_'.", nameof(name));
    }

    /// <summary>A text that a file can hold.</summary>
    /// <exception cref="ArgumentException">It is not valid Unicode.</exception>
    public static string Text(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"{what} is not valid Unicode: it contains half of a surrogate pair.", nameof(text));
        }
        return text;
    }

    /// <summary>Whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, has a fraction of a second or is longer than 1000 years.</exception>
    public static Value Seconds(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time.Ticks % TimeSpan.TicksPerSecond != 0 || time > TimeSpan.FromDays(365_000))
            throw new ArgumentOutOfRangeException(
                nameof(time), time, "A duration in a project file must be a whole, non-negative number of seconds, at most 365000 days.");
        return Value.Of(time.Ticks / TimeSpan.TicksPerSecond);
    }

    /// <summary>The word for a type of values.</summary>
    /// <exception cref="NotSupportedException">Values of this type cannot stand in a project file.</exception>
    public static string TypeWord(Type type) =>
        type == typeof(string) ? "string"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "float"
        : type == typeof(bool) ? "flag"
        : throw new NotSupportedException($"Values of type {type.Name} cannot be connected; use string, int, long, double or bool.");

    /// <summary>A value as a project file holds it.</summary>
    public static Value ValueOf<T>(T value)
        where T : notnull => value switch
        {
            string text => Value.Of(Text(text, "The value")),
            int number => Value.Of(number),
            long number => Value.Of(number),
            double number => Value.Of(number),
            bool flag => Value.Of(flag),
            _ => throw new NotSupportedException(
                $"Values of type {typeof(T).Name} cannot be connected; use string, int, long, double or bool."),
        };

    public static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "...";
}
