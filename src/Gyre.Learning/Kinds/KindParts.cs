using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning.Kinds;

/// <summary>What several kinds read, write and check in the same way.</summary>
internal static class KindParts
{
    public static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    public static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    public static ImmutableArray<string> DistinctTexts(JsonPart part, int least)
    {
        ImmutableArray<string> texts = [.. part.Items().Select(item => item.Text())];
        if (texts.Length < least || texts.Distinct(StringComparer.Ordinal).Count() != texts.Length)
            throw part.Refuse($"there are {texts.Length} names", $"Use at least {least} names, all different.");
        return texts;
    }

    /// <summary>The labels of a table as the numbers to predict.</summary>
    /// <exception cref="InvalidInputException">There are no rows, features or labels, or a label is not a finite number.</exception>
    public static double[] Targets(Table table)
    {
        var labels = table.Labels ?? throw new InvalidInputException("learn.no-labels", "The table has no labels to train on.");
        if (table.Features.Rows == 0 || table.Features.Columns == 0)
        {
            throw new InvalidInputException(
                "learn.too-little", $"There are {table.Features.Rows} rows and {table.Features.Columns} features.",
                "A regression requires at least one row and one feature.");
        }
        var targets = new double[labels.Length];
        for (var row = 0; row < targets.Length; row++)
            targets[row] = Target(table.Ids[row], labels[row]);
        return targets;
    }

    private static double Target(string id, string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new InvalidInputException(
                "learn.label", $"The label of the row '{id}' is not a finite number.",
                "A regression predicts numbers; use a classifier for other labels.");
}
