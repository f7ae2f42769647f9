using System.Security.Cryptography;
using System.Text;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Writes what a run used and made.</summary>
internal static class FolderUses
{
    public static void Write(string experimentFolder, string runFolder, ForeignRun run)
    {
        foreach (var input in run.DatasetInputs)
            Write(experimentFolder, runFolder, run.Id, input);
        foreach (var model in run.ModelInputs)
            FolderFileWriter.WriteMeta(InputFolder(runFolder, model, run.Id), Link("MODEL", "RUN", model));
        foreach (var output in run.ModelOutputs)
            FolderFileWriter.WriteMeta(Path.Join(runFolder, "outputs", output.ModelId), Link("RUN_OUTPUT", "MODEL_OUTPUT", output.ModelId).Number("step", output.Step));
    }

    private static void Write(string experimentFolder, string runFolder, string runId, ForeignDatasetInput input)
    {
        var id = IdOf(input.Name, input.Digest);
        var datasetFolder = Path.Join(experimentFolder, "datasets", id);
        // The first one counts: it is shared by the experiment's runs.
        if (!Directory.Exists(datasetFolder))
        {
            FolderFileWriter.WriteMeta(datasetFolder, new MetaText().Text("digest", input.Digest).Text("name", input.Name).Text("profile", input.Profile)
                .Text("schema", input.Schema).Text("source", input.Source).Text("source_type", input.SourceType));
        }
        FolderFileWriter.WriteMeta(InputFolder(runFolder, id, runId), Link("DATASET", "RUN", id).Texts("tags", input.Tags));
    }

    /// <summary>The source stands on both ends, as that world writes it; readers go by it.</summary>
    private static MetaText Link(string sourceType, string destinationType, string id) => new MetaText().Text("source_type", sourceType).Text("source_id", id)
        .Text("destination_type", destinationType).Text("destination_id", id).Texts("tags", new Dictionary<string, string>(StringComparer.Ordinal));

    private static string InputFolder(string runFolder, string sourceId, string runId) => Path.Join(runFolder, "inputs", IdOf(sourceId, runId));

    // The layout's own names; nothing is kept safe by them.
#pragma warning disable CA5351
    private static string IdOf(string first, string second) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(first + second)));
#pragma warning restore CA5351
}
