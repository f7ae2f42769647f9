using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Execution.Formats;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>
/// The secrets of an attempt on their way from the engine to its supervisor: a file beside the order, its owner's alone, that is gone
/// when the supervisor has read it.
/// The attempt that replaces another is ordered with secrets of its own.
/// </summary>
internal static class SecretsFile
{
    /// <summary>
    /// Puts them there, unless they are there. Not durable: an attempt whose secrets a power loss took is lost, and replaced.
    /// </summary>
    public static void Put(AttemptFolder folder, IReadOnlyDictionary<string, string> secrets)
    {
        if (secrets.Count == 0 || File.Exists(folder.Claim) || File.Exists(folder.Secrets))
            return;
        DurableFile.Put(folder.Secrets, ExecutionJson.Write(secrets));
        // It may have been claimed and ended meanwhile; the writer of the result looked here before this file came.
        if (File.Exists(folder.Verdict))
            Remove(folder);
    }

    /// <summary>Reads and removes them; null when they are not there whole.</summary>
    public static ImmutableSortedDictionary<string, string>? Take(AttemptFolder folder)
    {
        try
        {
            return ExecutionJson.Read<Dictionary<string, string>>(folder.Secrets)?.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
        finally
        {
            File.Delete(folder.Secrets);
        }
    }

    /// <summary>Removes whatever secret an attempt that is over, or was never begun, has in its folder.</summary>
    public static void Remove(AttemptFolder folder)
    {
        try
        {
            File.Delete(folder.Secrets);
            ServiceFiles.RemoveSecrets(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody may write here any more; then nobody could have removed it.
        }
    }
}
