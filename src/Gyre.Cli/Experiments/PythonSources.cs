using System.Text.RegularExpressions;

namespace Gyre.Cli.Experiments;

/// <summary>
/// Looks for classes in Python source beside a plan, in its parents up to the working folder, in the working folder and on PYTHONPATH.
/// Nothing is run.
/// </summary>
internal sealed partial class PythonSources
{
    private const int MostParts = 20;
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly List<string> _roots;

    /// <param name="host">Has the working folder and PYTHONPATH.</param>
    /// <param name="plan">Folder of the plan.</param>
    public PythonSources(CliHost host, string plan)
    {
        var path = (host.Variable("PYTHONPATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        _roots = [plan, .. Parents(plan, host.WorkingFolder), host.WorkingFolder, .. path.Select(host.Resolve)];
    }

    /// <summary>Whether the source of a class is there: <c>a.b.C</c> in <c>a/b.py</c> or <c>a/b/__init__.py</c>.</summary>
    public bool Has(string name)
    {
        var parts = name.Split('.');
        if (parts.Length is < 2 or > MostParts || !parts.All(static part => Identifier().IsMatch(part)))
            return false;
        var module = Path.Join([.. parts[..^1]]);
        return _roots.Any(root =>
            Defines(Path.Join(root, $"{module}.py"), parts[^1]) || Defines(Path.Join(root, module, "__init__.py"), parts[^1]));
    }

    /// <summary>The folders above a plan up to the working folder; none when the plan is elsewhere.</summary>
    private static IEnumerable<string> Parents(string plan, string working)
    {
        if (!plan.StartsWith(Path.TrimEndingDirectorySeparator(working) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            yield break;
        var folder = Path.GetDirectoryName(plan);
        for (; folder?.Length > working.Length; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    /// <summary>A class is defined at the left margin, imported, or assigned.</summary>
    private static bool Defines(string file, string name)
    {
        var source = new FileInfo(file);
        if (!source.Exists || source.Length > MostBytes)
            return false;
        return File.ReadLines(file).Any(line => Definition().Match(line) is { Success: true } match
            ? match.Groups["name"].Value == name
            : line.StartsWith("from ", StringComparison.Ordinal) && line.EndsWith(name, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^[A-Za-z_]\w{0,200}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(class\s+(?<name>\w+)\s*[(:]|(?<name>\w+)\s*=)", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();
}
