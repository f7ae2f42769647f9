using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>
/// The content that attempts of a home name in their folders: inputs that were ordered, files that were stored while a step runs, results that no engine has heard of yet.
/// Every digest that stands in one of their documents counts.
/// </summary>
/// <param name="home">The home folder. Attempts of other homes over the same store are told there; the grace time has to be longer than those take.</param>
public sealed class AttemptContent(string home) : IContentUser
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<Digest> InUseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempts = Path.Join(home, "attempts");
        if (!Directory.Exists(attempts))
            yield break;
        foreach (var root in Directory.EnumerateDirectories(attempts))
        {
            var folder = new AttemptFolder(root);
            // The notes before the result: they go when the result tells the same.
            foreach (var document in Notes(folder).Append(folder.Order).Append(folder.Result))
            {
                foreach (var digest in Digest.FindAll(await ReadAsync(document, cancellationToken)))
                    yield return digest;
            }
        }
    }

    /// <summary>How many attempts of a home were last touched before a time and have no result.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="before">The time.</param>
    public static int CountUnfinished(string home, DateTimeOffset before)
    {
        var attempts = new DirectoryInfo(Path.Join(home, "attempts"));
        return !attempts.Exists ? 0 : attempts.EnumerateDirectories().Count(attempt =>
            attempt.LastWriteTimeUtc < before.UtcDateTime && !File.Exists(new AttemptFolder(attempt.FullName).Result));
    }

    private static string[] Notes(AttemptFolder folder)
    {
        try
        {
            return Directory.Exists(folder.Taken) ? Directory.GetFiles(folder.Taken, "*.json") : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Empty for what is not there, or is no document that anybody would believe: a step could have put it there.</summary>
    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (FileKinds.Look(path) is not (FileKind.File, <= ExecutionJson.MaxDocumentBytes))
            return "";
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
