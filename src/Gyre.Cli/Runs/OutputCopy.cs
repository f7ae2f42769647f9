using System.Security.Cryptography;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Cli.Runs;

/// <summary>Copies output files to a folder. Each appears whole; what is there already with the same content is left alone.</summary>
internal static class OutputCopy
{
    private const int MaxNamed = 5;

    /// <returns>How many were copied.</returns>
    /// <exception cref="InvalidInputException">Something else is in the way, or content is missing; nothing was copied.</exception>
    public static async Task<int> CopyAsync(
        IBlobStore blobs, IReadOnlyList<RunFile> files, string folder, bool overwrite, CancellationToken cancellationToken)
    {
        var missing = new List<RunFile>();
        var inTheWay = new List<string>();
        foreach (var file in files)
        {
            var target = file.Target.Under(folder);
            CheckWay(folder, file.Target);
            if (Directory.Exists(target)
                || (File.Exists(target) && !overwrite && !await IsSameAsync(target, file.File.Digest, cancellationToken)))
                inTheWay.Add(target);
            else if (!File.Exists(target) || !await IsSameAsync(target, file.File.Digest, cancellationToken))
                missing.Add(file);
            if (await blobs.FindAsync(file.File.Digest, cancellationToken) is null)
                throw new InvalidInputException(
                    "outputs.missing", $"The content of '{file.File.Path}' of node '{file.Node}' is no longer in the artifact store.",
                    "Run the node again to produce it.");
        }
        if (inTheWay.Count > 0)
            throw new InvalidInputException(
                "outputs.exists",
                $"{inTheWay.Count} of the files already exist in the folder with other content: {string.Join(", ", inTheWay.Take(MaxNamed).Select(Shown.Clean))}{(inTheWay.Count > MaxNamed ? ", ..." : "")}.",
                "Use --overwrite to replace files, or another folder.");
        foreach (var file in missing)
            await CopyAsync(blobs, file.File.Digest, file.Target.Under(folder), cancellationToken);
        return missing.Count;
    }

    private static async Task CopyAsync(IBlobStore blobs, Digest digest, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = target + ".part";
        File.Delete(partial);
        try
        {
            await blobs.CopyToFileAsync(digest, partial, cancellationToken);
            File.Move(partial, target, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>A link in the folder could lead anywhere.</summary>
    private static void CheckWay(string folder, SafePath path)
    {
        var place = folder;
        foreach (var segment in path.Segments)
        {
            place = Path.Join(place, segment);
            if (new FileInfo(place).LinkTarget is not null)
                throw new InvalidInputException(
                    "outputs.link", $"'{place}' is a link; it is not followed.", "Remove the link, or use another folder.");
        }
    }

    private static async Task<bool> IsSameAsync(string file, Digest digest, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == digest.Hex;
    }
}
