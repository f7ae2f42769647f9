namespace Gyre.Core;

/// <summary>How much a diagnostic weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Hint,

    /// <summary>Works, but probably not as meant.</summary>
    Warning,

    /// <summary>Refused.</summary>
    Error,
}

/// <summary>Something to say about a place in a document that came from outside.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Code">A stable, dotted name of the kind of problem: <c>yaml.syntax</c>, <c>edge.unknown-node</c>.</param>
/// <param name="Message">What is wrong and what was given.</param>
public sealed record Diagnostic(Severity Severity, string Code, string Message)
{
    /// <summary>The document's file as the user named it, or null.</summary>
    public string? File { get; init; }

    /// <summary>Line, from 1; 0 when there is none.</summary>
    public int Line { get; init; }

    /// <summary>Column, from 1; 0 when there is none.</summary>
    public int Column { get; init; }

    /// <summary>Keys and indexes from the document's root: <c>2/pipeline/nodes/1/on-error</c>; empty at the root.</summary>
    public string Path { get; init; } = "";

    /// <summary>What the user can do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary><c>file:line:column: error code: message (path). Remedy</c>, as compilers print it.</summary>
    public override string ToString()
    {
        var place = File is null ? "" : Line > 0 ? $"{File}:{Line}:{Column}: " : $"{File}: ";
        var path = Path.Length > 0 ? $" (at {Path})" : "";
        var remedy = Remedy is null ? "" : $" {Remedy}";
        var severity = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "hint" };
        return $"{place}{severity} {Code}: {Message}{path}{remedy}";
    }
}

/// <summary>Input from outside is refused. Nothing was changed.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Refuses for the given reasons.</summary>
    /// <param name="diagnostics">At least one error; warnings may stand beside it.</param>
    public InvalidInputException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>Refuses for one reason that has no place in a document.</summary>
    public InvalidInputException(string code, string message, string? remedy = null)
        : this([new Diagnostic(Severity.Error, code, message) { Remedy = remedy }])
    {
    }

    /// <summary>Why, in document order.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
