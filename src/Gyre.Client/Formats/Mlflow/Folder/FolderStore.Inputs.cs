using System.Security.Cryptography;
using System.Text;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Data that runs use: <c>RUN/inputs/ID/meta.yaml</c>, and what is known of it beside the runs of the experiment.</summary>
internal sealed partial class FolderStore
{
    public Task WriteInputAsync(string runId, RunInput input, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var folder = ActiveRun(runId, out _);
            var id = IdOf(input.Dataset.Name, input.Dataset.Digest);
            var dataset = Path.Join(Path.GetDirectoryName(folder), "datasets", id, FolderLayout.Meta);
            // The first one counts: it is shared by the experiment's runs.
            if (!File.Exists(dataset))
                FolderFile.Write(dataset, Meta(input.Dataset).ToString(), folder, ids);
            var link = Path.Join(folder, "inputs", IdOf(id, runId), FolderLayout.Meta);
            if (!File.Exists(link))
                FolderFile.Write(link, Link(id, input.Context).ToString(), folder, ids);
        }
        return Task.CompletedTask;
    }

    private static MetaYaml Meta(TrackingDataset dataset) => new()
    {
        ["digest"] = dataset.Digest,
        ["name"] = dataset.Name,
        ["profile"] = dataset.Profile,
        ["schema"] = dataset.Schema,
        ["source"] = dataset.Source,
        ["source_type"] = dataset.SourceType,
    };

    /// <summary>The source stands on both ends, as readers of this layout expect it.</summary>
    private static MetaYaml Link(string dataset, string? context)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (context is { Length: > 0 })
            tags[SystemTags.DatasetContext] = context;
        return new MetaYaml
        {
            ["destination_id"] = dataset,
            ["destination_type"] = "RUN",
            ["source_id"] = dataset,
            ["source_type"] = "DATASET",
            ["tags"] = tags,
        };
    }

    // The layout's own names; nothing is kept safe by them.
#pragma warning disable CA5351
    private static string IdOf(string first, string second) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(first + second)));
#pragma warning restore CA5351
}
