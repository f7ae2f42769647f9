using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>The folder of an attempt that nothing happens in any more.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Run">Its run; null when its order cannot be read.</param>
/// <param name="EndedAt">When something was last written there.</param>
public sealed record EndedAttempt(AttemptId Attempt, RunId? Run, DateTimeOffset EndedAt);

/// <summary>The folders of attempts in a home, for the rules that say how long they are kept.</summary>
/// <param name="home">The home folder.</param>
public sealed class AttemptFolders(string home)
{
    private readonly string _root = Path.Join(home, "attempts");

    /// <summary>Attempts that ended before a time, or whose supervisor is gone since.</summary>
    public IEnumerable<EndedAttempt> EndedBefore(DateTimeOffset before)
    {
        if (!Directory.Exists(_root))
            yield break;
        foreach (var root in new DirectoryInfo(_root).EnumerateDirectories())
        {
            // The folder itself changes last when the result is put into it.
            if (root.LastWriteTimeUtc >= before.UtcDateTime || !GuidIds.TryParse<AttemptId>(root.Name, out var attempt))
                continue;
            var folder = new AttemptFolder(root.FullName);
            if (!File.Exists(folder.Result) && AttemptProtocol.FindClaim(folder, attempt) is { } claim && claim.Supervisor.IsAlive())
                continue;
            yield return new EndedAttempt(attempt, OrderFile.Find(folder)?.Run, root.LastWriteTimeUtc);
        }
    }

    /// <summary>The bytes of the files of an attempt.</summary>
    public long SizeOf(AttemptId attempt) => FolderSizes.Of(AttemptFolder.In(home, attempt).Root);

    /// <summary>Removes the folder of an attempt.</summary>
    public void Remove(AttemptId attempt) => WorkFolders.Remove(AttemptFolder.In(home, attempt).Root);

    /// <summary>
    /// Takes the secrets out of orders that earlier programs wrote, as far as their attempts are over. Gives the number of orders that
    /// were changed.
    /// </summary>
    public int RemoveOldSecrets()
    {
        var changed = 0;
        foreach (var folder in Directory.Exists(_root)
            ? Directory.EnumerateDirectories(_root).Select(static root => new AttemptFolder(root)) : [])
        {
            if (!File.Exists(folder.Result) || FileKinds.Look(folder.Order) is not (FileKind.File, <= ExecutionJson.MaxDocumentBytes))
                continue;
            if (OrderFile.Find(folder) is not { Secrets.IsEmpty: false } order)
                continue;
            DurableFile.Replace(folder.Order, ExecutionJson.Write(order with { Secrets = order.Secrets.Clear() }));
            changed++;
        }
        return changed;
    }
}
