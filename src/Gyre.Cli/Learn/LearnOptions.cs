using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Gyre.Cli.Learn;

/// <summary>Options that several learning commands share. Numbers are read with a decimal point under every culture.</summary>
internal static class LearnOptions
{
    public static Option<FileInfo> RequiredFile(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
    };

    public static Option<FileInfo?> OptionalFile(string name, string description) => new(name) { Description = description };

    public static Option<FileInfo?> AccuracyFile(string description) => OptionalFile("--accuracy-file", description);

    public static Option<string> Label() => Text("--label", "label", "Column that contains the class.");

    public static Option<string> Id() => Text("--id", "id", "Column that identifies the rows. Default: row numbers.");

    public static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>A number option; whole-number types also take a text such as <c>12.0</c>, which generators may produce.</summary>
    public static Option<T> Number<T>(string name, T value, string description)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (TryParse<T>(text, out var number))
                    return number;
                result.AddError($"'{text}' is not a valid value for {name}. Use a number with a decimal point.");
                return default;
            },
        };

    private static bool TryParse<T>(string text, out T number)
        where T : struct, INumber<T>
    {
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        // Above 2^53 a double no longer tells neighbours apart, so only the exact spelling counts there.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || real != Math.Floor(real) || Math.Abs(real) > 1L << 53)
            return false;
        try
        {
            number = T.CreateChecked(real);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
