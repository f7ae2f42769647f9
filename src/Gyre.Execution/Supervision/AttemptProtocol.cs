using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>Who carries an attempt out.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Supervisor">The process that claimed it.</param>
/// <param name="At">When.</param>
internal sealed record AttemptClaim(AttemptId Attempt, ProcessIdentity Supervisor, DateTimeOffset At);

/// <summary>Where the processes of a step are.</summary>
/// <param name="Group">Process id of the command, which is its group and session.</param>
/// <param name="StartTime">When it started, to tell it from a later process with the same number.</param>
internal sealed record StepGroup(int Group, long StartTime);

/// <summary>Who writes the result.</summary>
/// <param name="BySupervisor">Whether it is the supervisor; else an engine that gave it up.</param>
/// <param name="Writer">The process that decided.</param>
internal sealed record AttemptVerdict(bool BySupervisor, ProcessIdentity Writer);

/// <summary>The order of writes and looks in an attempt's folder on which everything else relies.</summary>
internal static class AttemptProtocol
{
    /// <summary>Name of the variable by which the processes of a step are known.</summary>
    public const string MarkerName = "GYRE_ATTEMPT";

    /// <summary>The environment entry that every process of a step carries.</summary>
    public static string Marker(AttemptId attempt) => $"{MarkerName}={attempt}";

    /// <summary>Takes the attempt for this process; false when somebody has it. Durable, so that no power loss starts a command twice.</summary>
    public static bool TryClaim(AttemptFolder folder, AttemptClaim claim) =>
        DurableFile.TryCreate(folder.Claim, ExecutionJson.Write(claim), durable: true);

    /// <summary>
    /// The claim; null when there is none. After a power loss its content may be missing though it exists; then its supervisor is gone too.
    /// </summary>
    public static AttemptClaim? FindClaim(AttemptFolder folder, AttemptId attempt) =>
        ReadLeniently<AttemptClaim>(folder.Claim, out var exists) is { Supervisor: not null } claim
            ? claim
            : exists ? new AttemptClaim(attempt, new ProcessIdentity(0, 0, "unknown"), DateTimeOffset.UnixEpoch) : null;

    /// <summary>The recorded process group, or null.</summary>
    public static StepGroup? FindGroup(AttemptFolder folder) => ReadLeniently<StepGroup>(folder.Group, out _);

    /// <summary>Takes the right to write the result; false when somebody else has it.</summary>
    public static bool TryDecide(AttemptFolder folder, bool bySupervisor) =>
        DurableFile.TryCreate(folder.Verdict, ExecutionJson.Write(new AttemptVerdict(bySupervisor, ProcessIdentity.Current)), durable: false);

    /// <summary>Who has that right, or null.</summary>
    public static AttemptVerdict? FindVerdict(AttemptFolder folder) => ReadLeniently<AttemptVerdict>(folder.Verdict, out _);

    /// <summary>Writes the result, replacing what a step may have put there. Only whoever won <see cref="TryDecide"/> may.</summary>
    public static void Publish(AttemptFolder folder, AttemptResult result)
    {
        SecretsFile.Remove(folder);
        DurableFile.Replace(folder.Result, ExecutionJson.Write(result));
    }

    /// <summary>The same, together with the log and the metadata points, which are durable from then on too.</summary>
    public static Task PublishAsync(AttemptFolder folder, AttemptResult result)
    {
        SecretsFile.Remove(folder);
        return DurableFile.ReplaceAsync(folder.Result, ExecutionJson.Write(result),
            new[] { folder.Log, folder.Metadata }.Where(File.Exists));
    }

    /// <summary>
    /// The result, once somebody had the right to write it. What is there before that was not written by us, and what does not fit the attempt is refused.
    /// </summary>
    public static AttemptResult? FindResult(AttemptFolder folder, AttemptId attempt)
    {
        if (FindVerdict(folder) is null)
            return null;
        try
        {
            var result = ExecutionJson.Read<AttemptResult>(folder.Result);
            return result is null || Refuse(result, attempt) is not { } reason ? result : Refused(result.StartedAt, attempt, reason);
        }
        catch (JsonException)
        {
            // It was cut by a power loss before anybody was told of it: the same as none.
            return FindClaim(folder, attempt)?.Supervisor.IsAlive() == true ? Refused(DateTimeOffset.UnixEpoch, attempt, "it cannot be read") : null;
        }
    }

    private static string? Refuse(AttemptResult result, AttemptId attempt)
    {
        if (result.Attempt != attempt)
            return $"it belongs to attempt {result.Attempt}";
        if (result.Usage.CpuSeconds < 0 || result.Usage.PeakMemoryInBytes < 0)
            return "it reports negative resource use";
        return result.MetadataPoints < 0 || result.Outputs.IsDefault || result.Warnings.IsDefault ? "it contains impossible values" : null;
    }

    private static AttemptResult Refused(DateTimeOffset at, AttemptId attempt, string reason) => new()
    {
        Attempt = attempt,
        Outcome = AttemptOutcome.Failed,
        Reason = $"The result file is not valid: {reason}.",
        StartedAt = at,
        EndedAt = at,
    };

    private static T? ReadLeniently<T>(string path, out bool exists)
        where T : class
    {
        exists = File.Exists(path);
        if (!exists)
            return null;
        try
        {
            return ExecutionJson.Read<T>(path);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }
}
