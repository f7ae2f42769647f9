using System.Runtime.CompilerServices;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Http;

/// <summary>Files of runs and logged models on a server.</summary>
internal sealed class ServerFiles(ServerCalls calls)
{
    private const string Proxy = "mlflow-artifacts:";

    /// <summary>A name in a folder of the server.</summary>
    private sealed record Entry(string Path, bool IsFolder, long? Size);

    public IAsyncEnumerable<ForeignArtifactFile> OfAsync(ForeignRun run, CancellationToken cancellationToken)
    {
        var proxied = ProxiedPath(run.ArtifactUri);
        return WalkAsync(
            path => ListAsync(run, path, cancellationToken),
            // Without a proxy the server can still read the file itself, wherever it is.
            path => proxied is null ? token => calls.OpenAsync("get-artifact", [("run_id", run.Id), ("run_uuid", run.Id), ("path", path.ToString())], token) : OpenProxied(proxied, path),
            $"artifacts/{run.Id}",
            cancellationToken);
    }

    public IAsyncEnumerable<ForeignArtifactFile> OfAsync(ForeignLoggedModel model, CancellationToken cancellationToken)
    {
        var place = $"logged-models/{model.Id}";
        if (ProxiedPath(model.ArtifactLocation) is { } proxied)
            return WalkAsync(path => ListProxiedAsync(proxied, path, cancellationToken), path => OpenProxied(proxied, path), place, cancellationToken);
        calls.Remarks.Add(
            place,
            $"its files are at '{RemarkList.Shown(model.ArtifactLocation)}', which the server does not serve; they were not imported");
        return Streams.Of<ForeignArtifactFile>([], cancellationToken);
    }

    /// <summary>The path on the server's proxy, or null for files that are elsewhere.</summary>
    private static SafePath? ProxiedPath(string uri)
    {
        if (!uri.StartsWith(Proxy, StringComparison.Ordinal))
            return null;
        var rest = uri[Proxy.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
            rest = rest.IndexOf('/', 2) is > 0 and var slash ? rest[slash..] : "";
        return SafePath.TryParse(rest.Trim('/'), out var path, out _) ? path : null;
    }

    private Func<CancellationToken, Task<Stream>> OpenProxied(SafePath root, SafePath path)
    {
        var address = string.Join('/', root.Segments.Concat(path.Segments).Select(Uri.EscapeDataString));
        return token => calls.OpenAsync($"api/2.0/mlflow-artifacts/artifacts/{address}", [], token);
    }

    private async Task<List<Entry>> ListAsync(ForeignRun run, string folder, CancellationToken cancellationToken)
    {
        (string, string)[] query = folder.Length == 0 ? [("run_id", run.Id), ("run_uuid", run.Id)] : [("run_id", run.Id), ("run_uuid", run.Id), ("path", folder)];
        var entries = new List<Entry>();
        await foreach (var file in calls.PagesByGetAsync("artifacts/list", "files", query, cancellationToken))
            entries.Add(new Entry(file.Text("path") ?? "", file.IsTrue("is_dir"), file.Number("file_size")));
        return entries;
    }

    private async Task<List<Entry>> ListProxiedAsync(SafePath root, string folder, CancellationToken cancellationToken)
    {
        using var answer = await calls.ListProxiedAsync(folder.Length == 0 ? root.ToString() : $"{root}/{folder}", cancellationToken);
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return answer is null ? [] : [.. answer.RootElement.Items("files").Select(file => new Entry(prefix + file.Text("path"), file.IsTrue("is_dir"), file.Number("file_size")))];
    }

    private async IAsyncEnumerable<ForeignArtifactFile> WalkAsync(
        Func<string, Task<List<Entry>>> list, Func<SafePath, Func<CancellationToken, Task<Stream>>> open, string place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Stack<Entry>([new Entry("", true, null)]);
        while (waiting.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!next.IsFolder)
            {
                var path = SafePath.Parse(next.Path);
                yield return new ForeignArtifactFile(path, next.Size, open(path));
                continue;
            }
            foreach (var entry in (await list(next.Path)).Where(entry => Belongs(entry, next.Path, place)).OrderByDescending(entry => entry.Path, StringComparer.Ordinal))
                waiting.Push(entry);
        }
    }

    /// <summary>A name stands one level below its folder: so a server cannot lead in circles or out.</summary>
    private bool Belongs(Entry entry, string folder, string place)
    {
        var reason = "";
        if (!SafePath.TryParse(entry.Path, out var path, out var refusal))
            reason = refusal;
        else if (path.Segments.Length > ForeignLimits.MaxFolderDepth)
            reason = $"folders are nested deeper than {ForeignLimits.MaxFolderDepth} levels";
        else if (string.Join('/', path.Segments[..^1]) != folder)
            reason = "it is not in the listed folder";
        if (reason.Length > 0)
            calls.Remarks.Add($"{place}/{RemarkList.Shown(entry.Path)}", $"it was not imported: {reason}");
        return reason.Length == 0;
    }
}
