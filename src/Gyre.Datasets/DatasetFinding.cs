using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>Something that an inspection found.</summary>
/// <param name="Code">A stable, dotted name of the rule: <c>dataset.value.integer</c>.</param>
/// <param name="Message">What is wrong and what was given.</param>
public sealed record DatasetFinding(string Code, string Message)
{
    /// <summary>The file, relative to the folder of the dataset with <c>/</c> between names; null for the folder itself.</summary>
    public string? File { get; init; }

    /// <summary>Number of the example, from 1; the header is not counted. Null when it is about no example.</summary>
    public long? Row { get; init; }

    /// <summary>Line of the file, from 1; null when it has none or the file has no lines.</summary>
    public long? Line { get; init; }

    /// <summary>Identifier of the example as it is written; null when there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the element, or its place in the schema: <c>inputs[0].type</c>; null when it is about none.</summary>
    public string? Element { get; init; }

    /// <summary>The value that was given, shortened to 200 characters; null when there is none.</summary>
    public string? Value { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>As a diagnostic, for those who refuse the whole dataset.</summary>
    /// <param name="severity">How much it weighs.</param>
    public Diagnostic ToDiagnostic(Severity severity) => new(severity, Code, Message)
    {
        File = File,
        Line = Line is { } line and <= int.MaxValue ? (int)line : 0,
        Path = Row is { } row ? string.Create(CultureInfo.InvariantCulture, $"row {row}") : Element ?? "",
        Remedy = Remedy,
    };

    /// <summary>Where it was found, in words: <c>examples.csv, row 3, line 4, id 6f08</c>; empty for the folder itself.</summary>
    public string Place
    {
        get
        {
            var text = new StringBuilder(File);
            Append(text, "row", Row?.ToString(CultureInfo.InvariantCulture));
            Append(text, "line", Line?.ToString(CultureInfo.InvariantCulture));
            Append(text, "id", Id);
            return text.ToString();
        }
    }

    private static void Append(StringBuilder text, string word, string? value)
    {
        if (value is not null)
            text.Append(text.Length > 0 ? ", " : "").Append(word).Append(' ').Append(value);
    }
}
