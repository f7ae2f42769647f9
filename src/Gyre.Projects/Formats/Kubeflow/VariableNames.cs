namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Names of environment variables.</summary>
internal static class VariableNames
{
    /// <summary>Whether a process can have a variable of this name; an error says when it cannot.</summary>
    public static bool Check(string name, string owner, NamedNode where, Problems problems)
    {
        if (name.Length > 0 && !name.Any(c => c == '=' || char.IsControl(c)))
            return true;
        problems.Error(
            "variable.name",
            $"{owner}: '{Names.Shown(name)}' is not a valid environment variable name.",
            where.Path,
            where.Node.Place,
            "Use letters, digits and '_', and do not start with a digit.");
        return false;
    }
}
