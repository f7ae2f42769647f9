using System.Collections.Immutable;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>A part of a report. Texts are as they came from outside; writers make them harmless.</summary>
internal abstract record Block;

/// <summary>A heading.</summary>
/// <param name="Level">1 is the title.</param>
/// <param name="Text">What it says.</param>
internal sealed record Heading(int Level, string Text) : Block;

/// <summary>Sentences.</summary>
internal sealed record Paragraph(string Text) : Block;

/// <summary>A cell of a table.</summary>
internal sealed record Cell(string Text)
{
    /// <summary>Whether it is the best of its kind.</summary>
    public bool IsBest { get; init; }

    /// <summary>Whether it stands to the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>A number.</summary>
    public static Cell Number(string text, bool isBest = false) => new(text) { IsNumber = true, IsBest = isBest };
}

/// <summary>A table; all rows have as many cells as there are columns.</summary>
internal sealed record TableBlock(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows) : Block
{
    /// <summary>What stands over it when it is folded away on a page; null for one that is open.</summary>
    public string? Folded { get; init; }
}

/// <summary>Pictures that stand side by side. Where pictures cannot be, their tables stand.</summary>
internal sealed record Figures(ImmutableArray<Figure> Items) : Block;

/// <summary>A picture, and its numbers as a table unless they stand elsewhere in the report.</summary>
internal sealed record Figure(Chart Chart, TableBlock? Data);

/// <summary>A message as a program wrote it.</summary>
internal sealed record Message(string Text) : Block;

/// <summary>Short texts, one below the other.</summary>
internal sealed record Points(ImmutableArray<string> Items) : Block;
