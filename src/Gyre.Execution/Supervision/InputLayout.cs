using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution.Layout;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>
/// Puts the files of inputs where a step expects them: copies, so that nothing a step does to them reaches the store. A tree is a link to
/// a folder that the steps of this machine share, whose files are read-only.
/// </summary>
internal static class InputLayout
{
    /// <exception cref="LayoutException">A name is refused, or content is missing or damaged.</exception>
    public static async Task<IReadOnlyList<PlacedInput>> PlaceAsync(AttemptOrder order, AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, CancellationToken cancellationToken)
    {
        var placed = new List<PlacedInput>();
        foreach (var input in order.Inputs)
        {
            var root = CheckedPath(input.Name, input.Name, singleName: true).Under(folder.Inputs);
            Directory.CreateDirectory(root);
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var files = ImmutableArray.CreateBuilder<PlacedFile>(input.Files.Length);
            foreach (var file in input.Files)
            {
                var name = FreeNames.Take(CheckedPath(input.Name, file.Name, singleName: false).ToString(), names);
                files.Add(new PlacedFile(name, input.OnDemand ? null
                    : await PlaceAsync(order, input.Name, name, file, root, openBlobs, cancellationToken), file));
            }
            placed.Add(new PlacedInput(input, files.MoveToImmutable()));
        }
        return placed;
    }

    private static async Task<string> PlaceAsync(
        AttemptOrder order, string input, string name, InputFile file, string root, Func<Task<IBlobStore>> openBlobs,
        CancellationToken cancellationToken)
    {
        var path = SafePath.Parse(name).Under(root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            if (file.IsTree)
                await LinkAsync(order, file.Digest, path, openBlobs, cancellationToken);
            else
                await (await openBlobs()).CopyToFileAsync(file.Digest, path, cancellationToken);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException or IOException)
        {
            throw new LayoutException($"The file '{name}' of input '{input}' could not be placed: {exception.Message}", exception);
        }
        return path;
    }

    private static async Task LinkAsync(
        AttemptOrder order, Digest tree, string path, Func<Task<IBlobStore>> openBlobs, CancellationToken cancellationToken)
    {
        var shared = await new CodeFolders(order.Storage.Home, openBlobs).FindAsync(
            tree, order.Attempt, cancellationToken, isReadOnly: true);
        try
        {
            Directory.CreateSymbolicLink(path, shared);
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            // Windows lets only some users make links.
            foreach (var file in Directory.EnumerateFiles(shared, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Join(path, Path.GetRelativePath(shared, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private static SafePath CheckedPath(string input, string name, bool singleName)
    {
        if (!SafePath.TryParse(name, out var path, out var reason))
            throw new LayoutException($"The name '{name}' in input '{input}' is not valid: {reason}.");
        return singleName && path.Segments.Length > 1 ? throw new LayoutException($"The input name '{name}' is not valid: it contains '/'.") : path;
    }
}
