using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Files of a folder on this machine as artifacts.</summary>
internal static class FolderFiles
{
    public static IEnumerable<ForeignArtifactFile> Below(ForeignFolder folder, string path)
    {
        foreach (var (key, file) in folder.FilesBelow(path))
        {
            if (SafePath.TryParse(key, out var safe, out var reason))
                yield return new ForeignArtifactFile(safe, file.Length, token => token.IsCancellationRequested
                    ? Task.FromCanceled<Stream>(token)
                    : Task.FromResult(ForeignFolder.Open(file)));
            else
                folder.Remarks.Add(folder.PlaceOf(file.FullName), $"the file was not imported: {reason}");
        }
    }
}
