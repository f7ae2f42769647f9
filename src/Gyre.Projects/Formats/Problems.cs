using Gyre.Core;

namespace Gyre.Projects.Formats;

/// <summary>Collects what there is to say about one file; what comes after many errors is only counted.</summary>
internal sealed class Problems(string file)
{
    private const int MaxKept = 1000;

    private readonly List<Diagnostic> _kept = [];
    private int _dropped;

    public string File { get; } = file;

    public int Errors { get; private set; }

    public void Error(string code, string message, DocumentPath path, YamlPlace place, string? remedy = null) => Add(Severity.Error, code, message, path, place, remedy);

    public void Warning(string code, string message, DocumentPath path, YamlPlace place, string? remedy = null) => Add(Severity.Warning, code, message, path, place, remedy);

    /// <summary>For what the format's own linter does not look at and what may well be meant.</summary>
    public void Hint(string code, string message, DocumentPath path, YamlPlace place, string? remedy = null) => Add(Severity.Hint, code, message, path, place, remedy);

    public void Add(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Keep(diagnostic);
    }

    public IReadOnlyList<Diagnostic> ToList()
    {
        var sorted = _kept.OrderBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column).ToList();
        if (_dropped > 0)
            sorted.Add(new Diagnostic(Severity.Hint, "project.more", $"{_dropped} more of the same kinds are not shown.") { File = File });
        return sorted;
    }

    private void Add(Severity severity, string code, string message, DocumentPath path, YamlPlace place, string? remedy) =>
        Keep(new Diagnostic(severity, code, message) { File = File, Line = place.Line, Column = place.Column, Path = path.ToString(), Remedy = remedy });

    private void Keep(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error)
            Errors++;
        if (_kept.Count < MaxKept || (diagnostic.Severity == Severity.Error && Errors == 1))
            _kept.Add(diagnostic);
        else
            _dropped++;
    }
}
