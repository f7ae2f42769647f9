using System.Text;

namespace Gyre.Labeling;

/// <summary>Something that is wrong with a file of annotations.</summary>
/// <param name="Kind">One of <see cref="ProblemKinds"/>.</param>
/// <param name="Message">What is wrong and what was given.</param>
public sealed record LabelProblem(string Kind, string Message)
{
    /// <summary>Path below what was imported, or its own name.</summary>
    public string? File { get; init; }

    /// <summary>Line, from 1, or null.</summary>
    public long? Line { get; init; }

    /// <summary>Place in a document: <c>annotations[3]</c>; null for none.</summary>
    public string? Element { get; init; }

    /// <summary>Name of the item, or null.</summary>
    public string? Item { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary><c>file:line: kind: message (at element, item). Remedy</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is { } line)
            text.Append(':').Append(line);
        text.Append(text.Length > 0 ? ": " : "").Append(Kind).Append(": ").Append(Message);
        var places = new[] { Element, Item is { } item ? $"item '{item}'" : null }.Where(static place => place is not null).ToList();
        if (places.Count > 0)
            text.Append(" (at ").AppendJoin(", ", places).Append(')');
        return Remedy is { } remedy ? text.Append(' ').Append(remedy).ToString() : text.ToString();
    }
}

/// <summary>Something that a format has no place for.</summary>
/// <param name="What">In words: <c>splits</c>, <c>shapes: polygon</c>.</param>
/// <param name="Count">How many things are concerned.</param>
public sealed record LabelLoss(string What, long Count);
