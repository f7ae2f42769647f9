using System.Collections.Immutable;
using Gyre.Execution.Supervision;
using Gyre.Storage;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

/// <summary>Secrets on their way from the engine to the supervisor: on disk until somebody begins the attempt, and never again.</summary>
public sealed class SecretsFileTests : IDisposable
{
    private const string Secret = "hunter2-secret";
    private readonly ExecutorHome _home = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task An_order_is_kept_without_its_secrets_and_these_are_gone_when_the_step_runs()
    {
        var order = Order("""
            test "${#TOKEN}" = 14 || exit 3
            grep -rqF "$TOKEN" "$FOLDER" && exit 4
            test -e "$FOLDER/secrets.json" && exit 5
            echo "printed: $TOKEN"
            """);
        var folder = _home.Folder(order.Attempt);
        order = order with { Environment = order.Environment.Add("FOLDER", folder.Root) };
        (await OrderFile.KeepAsync(folder, order)).Secrets.ShouldBeEmpty();
        (await File.ReadAllTextAsync(folder.Order, Cancel)).ShouldNotContain(Secret);
        (await File.ReadAllTextAsync(folder.Secrets, Cancel)).ShouldContain(Secret);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder.Secrets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var result = await CarryOutAsync(folder);
        result.ShouldNotBeNull().Outcome.ShouldBe(AttemptOutcome.Succeeded, result!.Reason);
        ShouldHoldNothing(folder);
        (await _home.LogAsync(order.Attempt, Cancel)).ShouldContain("O printed: ***");
    }

    [Fact]
    public async Task An_engine_that_submits_once_more_leaves_the_first_order_and_its_secrets()
    {
        var order = Order("test ${#TOKEN} = 14");
        var folder = _home.Folder(order.Attempt);
        await OrderFile.KeepAsync(folder, order);
        // The engine was killed here; the next one has other short-lived tokens.
        await OrderFile.KeepAsync(folder, order with { Secrets = order.Secrets.SetItem("TOKEN", "other-secret") });
        (await CarryOutAsync(folder)).ShouldNotBeNull().Outcome.ShouldBe(AttemptOutcome.Succeeded);
        await OrderFile.KeepAsync(folder, order);
        ShouldHoldNothing(folder);
    }

    [Fact]
    public async Task An_attempt_whose_secrets_a_power_loss_took_is_lost_so_that_another_takes_its_place()
    {
        var order = Order("touch \"$FOLDER/ran\"");
        var folder = _home.Folder(order.Attempt);
        await OrderFile.KeepAsync(folder, order);
        await File.WriteAllTextAsync(folder.Secrets, "", Cancel);
        var result = (await CarryOutAsync(folder)).ShouldNotBeNull();
        result.Outcome.ShouldBe(AttemptOutcome.Lost);
        File.Exists(folder.Secrets).ShouldBeFalse();
        File.Exists(Path.Join(folder.Root, "ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task Before_anybody_began_a_next_engine_puts_lost_secrets_there_again()
    {
        var order = Order("test ${#TOKEN} = 14");
        var folder = _home.Folder(order.Attempt);
        await OrderFile.KeepAsync(folder, order);
        File.Delete(folder.Secrets);
        await OrderFile.KeepAsync(folder, order);
        (await CarryOutAsync(folder)).ShouldNotBeNull().Outcome.ShouldBe(AttemptOutcome.Succeeded);
        ShouldHoldNothing(folder);
    }

    [Fact]
    public async Task Whoever_ends_an_attempt_in_its_supervisors_place_removes_what_that_left()
    {
        var order = Order("true");
        var folder = _home.Folder(order.Attempt);
        await OrderFile.KeepAsync(folder, order);
        Directory.CreateDirectory(folder.Config);
        await File.WriteAllTextAsync(Path.Join(folder.Config, "api.json"), Secret, Cancel);
        var at = TimeProvider.System.GetUtcNow();
        AttemptProtocol.TryDecide(folder, bySupervisor: false).ShouldBeTrue();
        AttemptProtocol.Publish(folder, new AttemptResult
        {
            Attempt = order.Attempt,
            Outcome = AttemptOutcome.Lost,
            StartedAt = at,
            EndedAt = at
        });
        ShouldHoldNothing(folder);
    }

    [Fact]
    public async Task Orders_of_earlier_programs_still_run_and_lose_their_secrets_when_they_are_over()
    {
        var order = Order("test ${#TOKEN} = 14");
        var folder = _home.Folder(order.Attempt);
        Directory.CreateDirectory(folder.Root);
        await File.WriteAllBytesAsync(folder.Order, ExecutionJson.Write(order), Cancel);
        new AttemptFolders(_home.Root).RemoveOldSecrets().ShouldBe(0, "somebody may still begin it");
        (await CarryOutAsync(folder)).ShouldNotBeNull().Outcome.ShouldBe(AttemptOutcome.Succeeded);
        new AttemptFolders(_home.Root).RemoveOldSecrets().ShouldBe(1);
        ShouldHoldNothing(folder);
        OrderFile.Find(folder).ShouldNotBeNull().NodePath.ShouldBe("node");
        new AttemptFolders(_home.Root).RemoveOldSecrets().ShouldBe(0);
    }

    [Fact]
    public async Task What_the_engine_has_to_say_is_in_the_log()
    {
        var order = Order("true") with { Warnings = ["Secret 'X' was not passed on."] };
        var folder = _home.Folder(order.Attempt);
        await OrderFile.KeepAsync(folder, order);
        (await CarryOutAsync(folder)).ShouldNotBeNull().Warnings.ShouldContain("Secret 'X' was not passed on.");
        (await _home.LogAsync(order.Attempt, Cancel)).ShouldContain("S warning: Secret 'X' was not passed on.");
    }

    private static SupervisorOptions Options => new()
    {
        OpenBlobs = static (storage, cancel) => GyreStore.OpenBlobsAsync(storage, TimeProvider.System, cancel),
        OwnsProcess = false,
    };

    private AttemptOrder Order(string command) =>
        _home.Order(command) with { Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", Secret) };

    private static Task<AttemptResult?> CarryOutAsync(AttemptFolder folder) =>
        Supervisor.RunAsync(folder, Options, TimeProvider.System, Cancel);

    private static void ShouldHoldNothing(AttemptFolder folder)
    {
        foreach (var file in Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories))
            File.ReadAllText(file).ShouldNotContain(Secret, customMessage: file);
    }
}
