using Gyre.Contracts;
using Gyre.Pipelines;

namespace Gyre.Home.Views;

/// <summary>Variables of projects as the API and the command line give them.</summary>
public static class VariableViews
{
    /// <summary>A list.</summary>
    public static VariableList Of(IEnumerable<ProjectVariable> variables) => new() { Variables = [.. variables.Select(Of)] };

    /// <summary>One variable; the value of a secret is not known here.</summary>
    public static VariableInfo Of(ProjectVariable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new VariableInfo
        {
            Project = variable.Project,
            Name = variable.Name,
            Secret = variable.IsSecret,
            Value = variable.Value,
            ChangedAt = variable.ChangedAt,
            ChangedBy = variable.ChangedBy,
        };
    }
}
