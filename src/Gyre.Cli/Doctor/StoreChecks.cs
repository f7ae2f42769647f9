using System.Data.Common;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Cli.Doctor;

/// <summary>How the stores of a home are, and what is in them.</summary>
/// <param name="host">The world.</param>
/// <param name="storage">Where the home is.</param>
/// <param name="deep">Whether all content is read.</param>
internal sealed class StoreChecks(CliHost host, StorageOptions storage, bool deep)
{
    private const string Restore = "Stop all processes that use the home, then restore the database from a backup.";

    /// <summary>Of a home that is there.</summary>
    public async Task<IReadOnlyList<Check>> AllAsync(CancellationToken cancellationToken)
    {
        // Before anything is opened: an empty file would become a new database.
        var outside = await OutsideAsync(cancellationToken);
        if (outside.Any(static check => check.State == CheckState.Fail))
            return outside;
        try
        {
            await using var home = await host.OpenHome(storage, cancellationToken);
            return [await StoreAsync(home, cancellationToken), await ArtifactsAsync(home, cancellationToken),
                await SecretsAsync(home, cancellationToken), await RetentionAsync(home, cancellationToken)];
        }
        catch (Exception exception) when (IsOfTheStore(exception))
        {
            return [new Check("store", CheckState.Fail, exception.Message)];
        }
    }

    /// <summary>What can be said without opening anything: also where the home is not there yet.</summary>
    public async Task<IReadOnlyList<Check>> OutsideAsync(CancellationToken cancellationToken) =>
    [
        .. await ProbeAsync("store", StoreProbe.DatabaseAsync, storage.Store is not null, Restore, cancellationToken),
        .. await ProbeAsync("artifacts", StoreProbe.ArtifactsAsync, storage.Artifacts is not null,
            "Check the address, the network and the credentials.", cancellationToken),
    ];

    private async Task<IReadOnlyList<Check>> ProbeAsync(
        string name, Func<StorageOptions, CancellationToken, Task<string?>> probe, bool isNamed, string remedy,
            CancellationToken cancellationToken)
    {
        try
        {
            return await probe(storage, cancellationToken) is { } problem ? [new Check(name, CheckState.Fail, problem, remedy)]
                : isNamed ? [new Check(name, CheckState.Ok, "can be reached")] : [];
        }
        catch (Exception exception) when (IsOfTheStore(exception))
        {
            return [new Check(name, CheckState.Fail, exception.Message)];
        }
    }

    private static async Task<Check> StoreAsync(IHome home, CancellationToken cancellationToken)
    {
        if (await home.ExamineModulesAsync(cancellationToken) is { } trouble)
            return new Check("modules", CheckState.Fail, trouble);
        return await home.CheckStoreAsync(cancellationToken) is { } problem
            ? new Check("store", CheckState.Fail, problem, Restore)
            : new Check("store", CheckState.Ok, "opens and passes its integrity check");
    }

    private async Task<Check> ArtifactsAsync(IHome home, CancellationToken cancellationToken)
    {
        var report = await ContentCheck.LookAsync(home.Blobs, home.ContentUsers, deep, cancellationToken);
        if (report.DamagedCount > 0)
            return new Check(
                "artifacts", CheckState.Fail, $"{report.DamagedCount} damaged, moved to quarantine: {string.Join(", ", report.Damaged)}",
                "Restore them from a backup, or run the steps that produce them again.");
        if (report.MissingCount > 0)
            return new Check(
                "artifacts", CheckState.Fail, $"{report.MissingCount} of {report.Needed} missing: {string.Join(", ", report.Missing)}",
                "Restore them from a backup, or run the steps that produce them again.");
        return new Check(
            "artifacts", CheckState.Ok, deep ? $"all {report.Needed} are there and undamaged"
                : $"all {report.Needed} are there; --deep reads them too");
    }

    /// <summary>A copy of the home without the key is a backup without secrets; one with it must be kept as a secret itself.</summary>
    private static async Task<Check> SecretsAsync(IHome home, CancellationToken cancellationToken)
    {
        SecretKeyState state;
        try
        {
            state = await home.Variables.KeyStateAsync(cancellationToken);
        }
        catch (InvalidInputException exception)
        {
            return new Check("secrets", CheckState.Fail, exception.Diagnostics[0].Message, exception.Diagnostics[0].Remedy);
        }
        var place = state.IsInHome
            ? $"the key is in the home ({state.File}): a copy of the home can be decrypted"
            : $"the key is outside the home ({state.File}): back it up separately";
        if (state.Secrets == 0)
            return new Check("secrets", CheckState.Ok, state.IsThere ? $"none; {place}" : "none, and no key yet");
        return state.IsThere
            ? new Check("secrets", CheckState.Ok, $"{state.Secrets} encrypted; {place}")
            : new Check(
                "secrets", CheckState.Fail, $"{state.Secrets} encrypted, but their key {state.Key} is not in {state.File}",
                "Restore the key file from a backup or name it with --secrets-key; otherwise set the secrets again.");
    }

    private static async Task<Check> RetentionAsync(IHome home, CancellationToken cancellationToken)
    {
        var due = (await home.Retention.ApplyAsync(dryRun: true, cancellationToken)).Where(static result => result.Things.Count > 0)
            .ToList();
        return due.Count == 0
            ? new Check("retention", CheckState.Ok, "nothing is due")
            : new Check(
                "retention", CheckState.Note, "due: " + string.Join(", ", due.Select(Describe)),
                "Run 'gyre gc'; 'gyre serve' does it every hour. 'gyre gc --dry-run' shows details.");
    }

    private static string Describe(RetentionResult result) =>
        result.Things.Bytes > 0 ? $"{result.Things.Count} {result.What} ({Shown.Size(result.Things.Bytes)})"
            : $"{result.Things.Count} {result.What}";

    private static bool IsOfTheStore(Exception exception) =>
        exception is StoreSchemaException or StoreUnavailableException or StoreFullException or DbException
        or InvalidInputException or IOException or UnauthorizedAccessException;
}
