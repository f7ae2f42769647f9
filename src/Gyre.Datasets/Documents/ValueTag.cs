namespace Gyre.Datasets.Documents;

/// <summary>
/// What a row of <c>document_values</c> says. Numbers are stored and never change; up to <see cref="Text"/> they are the order of values.
/// </summary>
internal enum ValueTag
{
    /// <summary>Null, written out.</summary>
    Nothing = 0,

    /// <summary>False or true, as the number 0 or 1.</summary>
    Flag = 1,

    /// <summary>A number that is one.</summary>
    Number = 2,

    /// <summary>The instant of a text that is a time: ticks of UTC in 19 digits, beside its <see cref="TimeText"/>.</summary>
    Instant = 3,

    /// <summary>A text that is no time.</summary>
    Text = 4,

    /// <summary>A text that is a time.</summary>
    TimeText = 5,

    /// <summary>The beginning of a text that is longer than an index takes.</summary>
    LongText = 6,

    /// <summary>A list without elements.</summary>
    EmptyList = 7,

    /// <summary>An object or a list in which there is nothing that has a row.</summary>
    Container = 8,

    /// <summary>A number that is none.</summary>
    NotANumber = 9,

    /// <summary>There are values without rows: too many of them, or texts that a database does not take.</summary>
    Cut = 10,
}

/// <summary>What occurs among the values at a path in some document. Said once, it stays until the set is replaced.</summary>
[Flags]
internal enum PathTraits
{
    None = 0,

    /// <summary>A document has several values here.</summary>
    Several = 1,

    /// <summary>A document has values here that have no row.</summary>
    Cut = 2,

    /// <summary>Some texts have a row for their beginning only.</summary>
    Long = 4,

    /// <summary>There are values that rows do not put in order: lists, objects, numbers that are none.</summary>
    Unordered = 8,
}
