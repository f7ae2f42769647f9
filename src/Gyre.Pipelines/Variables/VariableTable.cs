using Gyre.Storage;

namespace Gyre.Pipelines.Variables;

/// <summary>
/// Statements over variables of projects, inside a caller's transaction. Values of secrets are in <see cref="SealedValues"/>.
/// </summary>
internal static class VariableTable
{
    private const string Columns = "project, name, is_secret, value, changed_at, changed_by";

    public static IReadOnlyList<ProjectVariable> List(IDbSession session, string? project) => project is null
        ? session.Query<ProjectVariable>($"SELECT {Columns} FROM project_variables ORDER BY project, name")
        : session.Query<ProjectVariable>($"SELECT {Columns} FROM project_variables WHERE project = @project ORDER BY name",
            new { project });

    /// <summary>Whether it is new.</summary>
    public static bool Put(IDbSession session, ProjectVariable variable)
    {
        var isNew = session.Execute("DELETE FROM project_variables WHERE project = @Project AND name = @Name",
            new { variable.Project, variable.Name }) == 0;
        session.Execute(
            $"INSERT INTO project_variables ({Columns}) VALUES (@Project, @Name, @IsSecret, @Value, @ChangedAt, @ChangedBy)",
            new { variable.Project, variable.Name, variable.IsSecret, variable.Value, variable.ChangedAt, variable.ChangedBy });
        return isNew;
    }

    public static bool Remove(IDbSession session, string project, string name) =>
        session.Execute("DELETE FROM project_variables WHERE project = @project AND name = @name", new { project, name }) > 0;
}
