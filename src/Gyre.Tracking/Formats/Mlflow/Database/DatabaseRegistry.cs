namespace Gyre.Tracking.Formats.Mlflow.Database;

/// <summary>Registered models; very old databases have none.</summary>
internal sealed class DatabaseRegistry(DatabaseFile file)
{
    private static readonly string[] VersionColumns =
    [
        "version", "creation_time", "last_updated_time", "description", "user_id", "current_stage", "source", "run_id", "status", "status_message", "run_link", "storage_location",
    ];

    public IEnumerable<ForeignRegisteredModel> Models()
    {
        foreach (var row in file.Rows("registered_models", ["name", "description", "creation_time", "last_updated_time"], Own("registered_models", "") + " ORDER BY name"))
        {
            if (row.Text("name") is { Length: > 0 } name)
                yield return Read(row, name);
        }
    }

    public IEnumerable<ForeignModelVersion> Versions(string name)
    {
        foreach (var row in file.Rows("model_versions", VersionColumns, Own("model_versions", "name = $name") + " ORDER BY version", ("$name", name)))
        {
            if (row.Number("version") is not (> 0 and <= int.MaxValue and var version))
                file.Remarks.Add(
                    $"model_versions/{RemarkList.Shown(name)}",
                    "a version number is not a positive integer; the version was not imported");
            else if (row.Text("current_stage") != ForeignNames.DeletedStage)
                yield return Read(row, name, (int)version);
        }
    }

    /// <summary>A condition that also leaves out other workspaces, where the version of the database has such.</summary>
    private string Own(string table, string condition)
    {
        var conditions = new List<string>();
        if (condition.Length > 0)
            conditions.Add(condition);
        if (file.Has(table, "workspace"))
            conditions.Add("workspace = 'default'");
        return conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    private ForeignRegisteredModel Read(DatabaseRow row, string name)
    {
        var aliases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var alias in file.Rows("registered_model_aliases", ["alias", "version"], Own("registered_model_aliases", "name = $name"), ("$name", name)))
        {
            if (alias.Text("alias") is { Length: > 0 } text && alias.Number("version") is > 0 and <= int.MaxValue and var version)
                aliases[text] = (int)version;
        }
        return new ForeignRegisteredModel
        {
            Name = name,
            Description = row.Text("description"),
            CreatedAt = row.Number("creation_time"),
            UpdatedAt = row.Number("last_updated_time"),
            Tags = DatabaseRuns.Texts(file, "registered_model_tags", ("key", "value"), Own("registered_model_tags", "name = $name"), ("$name", name)),
            Aliases = aliases,
        };
    }

    private ForeignModelVersion Read(DatabaseRow row, string name, int version) => new()
    {
        Name = name,
        Version = version,
        Stage = row.Text("current_stage") ?? "None",
        Description = row.Text("description"),
        Source = row.Text("source") ?? "",
        StorageLocation = row.Text("storage_location") ?? row.Text("source") ?? "",
        RunId = row.Text("run_id") ?? "",
        RunLink = row.Text("run_link"),
        UserId = row.Text("user_id"),
        Status = row.Text("status") ?? "READY",
        StatusMessage = row.Text("status_message"),
        CreatedAt = row.Number("creation_time"),
        UpdatedAt = row.Number("last_updated_time"),
        Tags = DatabaseRuns.Texts(file, "model_version_tags", ("key", "value"), Own("model_version_tags", "name = $name AND version = $version"), ("$name", name), ("$version", version)),
    };
}
