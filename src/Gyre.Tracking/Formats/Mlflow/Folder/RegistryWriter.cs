using System.Globalization;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Writes registered models: <c>NAME/{meta.yaml,tags,aliases,version-N}</c>.</summary>
internal sealed class RegistryWriter(IForeignStore source, string root, FolderFileWriter files, Func<string, string> moved, FolderExportReport report)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root);
        await foreach (var model in source.RegisteredModelsAsync(cancellationToken))
        {
            if (FolderFileWriter.TryPlace(root, model.Name) is { } folder && !model.Name.Contains('/', StringComparison.Ordinal))
                await WriteAsync(folder, model, cancellationToken);
            else
                source.Remarks.Add($"registered model '{model.Name}'", "the name is not a valid folder name; the model was not written");
        }
    }

    private async Task WriteAsync(string folder, ForeignRegisteredModel model, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var aliases = model.Aliases.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        files.WriteValues(Path.Join(folder, "tags"), model.Tags);
        files.WriteValues(Path.Join(folder, "aliases"), aliases);
        await foreach (var version in source.VersionsAsync(model, cancellationToken))
            Write(Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"version-{version.Version}")), version);
        FolderFileWriter.WriteMeta(folder, new MetaText().Texts("aliases", aliases).Number("creation_timestamp", model.CreatedAt).Text("deployment_job_id", null)
            .Text("deployment_job_state", null).Text("description", model.Description).Number("last_updated_timestamp", model.UpdatedAt).Text("name", model.Name)
            .Text("workspace", "default"));
    }

    private void Write(string folder, ForeignModelVersion version)
    {
        Directory.CreateDirectory(folder);
        files.WriteValues(Path.Join(folder, "tags"), version.Tags);
        FolderFileWriter.WriteMeta(folder, new MetaText().Number("creation_timestamp", version.CreatedAt).Text("current_stage", version.Stage).Text("deployment_job_state", null)
            .Text("description", version.Description).Number("last_updated_timestamp", version.UpdatedAt).Text("model_id", version.ModelId).Text("name", version.Name)
            .Text("run_id", version.RunId.Length == 0 ? null : version.RunId).Text("run_link", version.RunLink).Text("source", moved(version.Source))
            .Text("status", version.Status).Text("status_message", version.StatusMessage).Text("storage_location", moved(version.StorageLocation))
            .Text("user_id", version.UserId).Number("version", version.Version).Text("workspace", "default"));
        report.ModelVersions++;
    }
}
