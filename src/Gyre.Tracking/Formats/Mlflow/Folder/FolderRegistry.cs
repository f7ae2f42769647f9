using System.Globalization;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Registered models: <c>NAME/{meta.yaml,tags,aliases,version-N}</c>.</summary>
internal sealed class FolderRegistry(ForeignFolder folder, string root)
{
    private const string Prefix = "version-";

    public IEnumerable<ForeignRegisteredModel> Models() =>
        from model in folder.Folders(root)
        let meta = folder.TryReadMeta(model.FullName)
        where meta is not null
        let read = folder.Try(model.FullName, () => Read(model, meta))
        where read is not null
        select read;

    public IEnumerable<ForeignModelVersion> Versions(string name) =>
        from numbered in folder.Folders(Path.Join(root, name)).Select(version => (Folder: version, Number: NumberOf(version.Name))).OrderBy(pair => pair.Number)
        where numbered.Number > 0
        let meta = folder.TryReadMeta(numbered.Folder.FullName)
        where meta is not null
        let read = folder.Try(numbered.Folder.FullName, () => Read(name, numbered.Folder, numbered.Number, meta))
        where read is not null && read.Stage != ForeignNames.DeletedStage
        select read;

    private static int NumberOf(string folderName) =>
        folderName.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(folderName.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private ForeignRegisteredModel Read(DirectoryInfo model, MetaMap meta)
    {
        if (meta.Text("name") is { } name && name != model.Name)
            throw new BadFileException(
                $"it belongs to model '{RemarkList.Shown(name)}', not to the model of this folder; the folder was not imported",
                meta.LineOf("name"));
        return new ForeignRegisteredModel
        {
            Name = model.Name,
            Description = meta.Text("description"),
            CreatedAt = meta.Number("creation_timestamp"),
            UpdatedAt = meta.Number("last_updated_timestamp"),
            Tags = folder.TextsBelow(Path.Join(model.FullName, "tags")),
            Aliases = Aliases(Path.Join(model.FullName, "aliases")),
        };
    }

    private SortedDictionary<string, int> Aliases(string aliasFolder)
    {
        var aliases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (alias, text) in folder.TextsBelow(aliasFolder))
        {
            if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0)
                aliases[alias] = version;
            else
                folder.Remarks.Add(
                    folder.PlaceOf(Path.Join(aliasFolder, alias)),
                    $"'{RemarkList.Shown(text)}' is not a valid version; the alias was not imported");
        }
        return aliases;
    }

    private ForeignModelVersion Read(string name, DirectoryInfo versionFolder, int number, MetaMap meta)
    {
        if (meta.Number("version") is { } own && own != number)
            throw new BadFileException(
                $"it belongs to version {own}, not to the version of this folder; the folder was not imported", meta.LineOf("version"));
        return new ForeignModelVersion
        {
            Name = name,
            Version = number,
            // "None" is a stage here, whether or not it stands in quotes.
            Stage = meta.Text("current_stage") ?? "None",
            Description = meta.Text("description"),
            Source = meta.Text("source") ?? "",
            StorageLocation = meta.Text("storage_location") ?? meta.Text("source") ?? "",
            RunId = meta.Text("run_id") ?? "",
            RunLink = meta.Text("run_link"),
            UserId = meta.Text("user_id"),
            Status = meta.Text("status") ?? "READY",
            StatusMessage = meta.Text("status_message"),
            ModelId = meta.Text("model_id"),
            CreatedAt = meta.Number("creation_timestamp"),
            UpdatedAt = meta.Number("last_updated_timestamp"),
            Tags = folder.TextsBelow(Path.Join(versionFolder.FullName, "tags")),
        };
    }
}
