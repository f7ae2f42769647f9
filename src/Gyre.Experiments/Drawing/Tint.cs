using System.Collections.Immutable;

namespace Gyre.Experiments.Drawing;

/// <summary>
/// Colours as variables, each with the light one as what is used without a style sheet. The eight of lines can be told apart by people who
/// see colours differently (M. Okabe and K. Ito, "Color universal design", 2008).
/// </summary>
internal static class Tint
{
    public const string Text = "currentColor";
    public const string Heat = "var(--g1,#0b6fb8)";

    private static readonly ImmutableArray<(string Light, string Dark)> Lines =
    [
        ("#0b6fb8", "#4dabf7"), ("#d55e00", "#ff922b"), ("#00815e", "#38d9a9"), ("#b34d8c", "#f783ac"),
        ("#8a6d00", "#ffd43b"), ("#5f3dc4", "#b197fc"), ("#c92a2a", "#ff8787"), ("#5c636a", "#adb5bd"),
    ];

    /// <summary>Dashes that tell lines of the same colour apart.</summary>
    private static readonly ImmutableArray<string> Dashes = ["", "6 3", "2 3", "9 3 2 3"];

    /// <summary>Variables for light and dark; for the style of a page or a file.</summary>
    public static string Variables { get; } =
        $":root{{color-scheme:light dark;--ground:#fff;--ink:#212529;{Declare(static pair => pair.Light)}}}"
        + $"@media(prefers-color-scheme:dark){{:root{{--ground:#16181d;--ink:#dee2e6;{Declare(static pair => pair.Dark)}}}}}";

    /// <summary>Colour of a line, from 0.</summary>
    public static string Line(int index) => $"var(--g{1 + (index % Lines.Length)},{Lines[index % Lines.Length].Light})";

    /// <summary>Its dashes; empty for none.</summary>
    public static string Dash(int index) => Dashes[index / Lines.Length % Dashes.Length];

    private static string Declare(Func<(string Light, string Dark), string> shade) =>
        string.Concat(Lines.Select((pair, i) => $"--g{i + 1}:{shade(pair)};"));
}
