using System.Text.Json;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>deployments</c>.</summary>
internal sealed record DeploymentRow
{
    public const string Columns = "number, name, serves, model, alias, route, settings, revision, created_at, changed_at";

    public long Number { get; init; }

    public string Name { get; init; } = "";

    public ServedForm Serves { get; init; }

    public string? Model { get; init; }

    public string Alias { get; init; } = "";

    public string Route { get; init; } = "";

    public string Settings { get; init; } = "";

    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DeploymentRoute ReadRoute() => JsonSerializer.Deserialize(Route, ServingJson.Default.DeploymentRoute)!;

    public DeploymentSettings ReadSettings() => JsonSerializer.Deserialize(Settings, ServingJson.Default.DeploymentSettings)!;

    public DeploymentRow With(DeploymentRoute route) => this with { Route = JsonSerializer.Serialize(route, ServingJson.Default.DeploymentRoute) };

    public DeploymentRow With(DeploymentSettings settings) =>
        this with { Settings = JsonSerializer.Serialize(settings, ServingJson.Default.DeploymentSettings) };

    public Deployment ToDeployment() => new()
    {
        Name = Name,
        Serves = Serves,
        Model = Model,
        Alias = Alias,
        Route = ReadRoute(),
        Settings = ReadSettings(),
        Revision = Revision,
        CreatedAt = CreatedAt,
        ChangedAt = ChangedAt,
    };
}

/// <summary>Statements about deployments, inside a caller's transaction.</summary>
internal static class DeploymentTable
{
    public static DeploymentRow? Find(IDbSession session, string name) =>
        session.QuerySingleOrDefault<DeploymentRow>($"SELECT {DeploymentRow.Columns} FROM deployments WHERE name = @name", new { name });

    public static DeploymentRow? Find(IDbSession session, long number) =>
        session.QuerySingleOrDefault<DeploymentRow>($"SELECT {DeploymentRow.Columns} FROM deployments WHERE number = @number", new { number });

    public static IReadOnlyList<DeploymentRow> List(IDbSession session) =>
        session.Query<DeploymentRow>($"SELECT {DeploymentRow.Columns} FROM deployments ORDER BY name");

    public static long Count(IDbSession session) => session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM deployments");

    public static long Insert(IDbSession session, DeploymentRow row)
    {
        var number = session.Insert(
            """
            INSERT INTO deployments (name, serves, model, alias, route, settings, revision, created_at, changed_at)
            VALUES (@Name, @Serves, @Model, @Alias, @Route, @Settings, @Revision, @CreatedAt, @ChangedAt)
            """,
            "number",
            row);
        session.Execute("INSERT INTO decision_books (deployment) VALUES (@number)", new { number });
        return number;
    }

    public static void Update(IDbSession session, DeploymentRow row) => session.Execute(
        """
        UPDATE deployments SET model = @Model, alias = @Alias, route = @Route, settings = @Settings, revision = @Revision, changed_at = @ChangedAt
        WHERE number = @Number
        """,
        row);

    public static void Delete(IDbSession session, long number)
    {
        string[] tables =
        [
            "deployment_versions", "deployment_files", "deployment_changes", "decision_rewards", "decisions", "decision_books",
            "decision_slates", "canary_watches", "drift_watches", "apprentice_watches",
        ];
        foreach (var table in tables)
            session.Execute($"DELETE FROM {table} WHERE deployment = @number", new { number });
        session.Execute("DELETE FROM deployments WHERE number = @number", new { number });
    }
}
