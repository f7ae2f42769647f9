using Gyre.Storage;

namespace Gyre.Execution.Tests;

/// <summary>Folders that a home makes again when it needs them go when nobody used them for long.</summary>
public sealed class ExpiringFoldersTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _home = Directory.CreateTempSubdirectory("gyre-expire-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Unpacked_code_goes_by_its_last_use()
    {
        Make("snapshots/old", Now.AddDays(-10));
        Make("snapshots/used", Now.AddDays(-1));
        await ShouldRemoveAsync(ExpiringFolders.Snapshots(_home), 1, ["used"], "snapshots");
    }

    [Fact]
    public async Task An_environment_goes_by_its_last_use_and_one_that_is_being_made_stays()
    {
        Recipe(Make("python/environments/old", Now), Now.AddDays(-10));
        Recipe(Make("python/environments/used", Now.AddDays(-20)), Now.AddDays(-1));
        Make("python/environments/unfinished", Now.AddDays(-10));
        await ShouldRemoveAsync(ExpiringFolders.Environments(_home), 1, ["unfinished", "used"], "python/environments");
    }

    [Fact]
    public async Task What_a_killed_removal_left_is_removed()
    {
        Make("snapshots/.removing-x", Now);
        await ShouldRemoveAsync(ExpiringFolders.Snapshots(_home), 1, [], "snapshots");
    }

    private static void Recipe(string folder, DateTimeOffset at)
    {
        File.WriteAllText(Path.Join(folder, "recipe.json"), "[]");
        File.SetLastWriteTimeUtc(Path.Join(folder, "recipe.json"), at.UtcDateTime);
    }

    private string Make(string path, DateTimeOffset at)
    {
        var folder = Directory.CreateDirectory(Path.Join(_home, path)).FullName;
        File.WriteAllText(Path.Join(folder, "file"), "0123456789");
        Directory.SetLastWriteTimeUtc(folder, at.UtcDateTime);
        return folder;
    }

    private async Task ShouldRemoveAsync(ExpiringFolders kind, int count, string[] left, string folder)
    {
        var before = Directory.GetDirectories(Path.Join(_home, folder)).Length;
        var plan = await kind.RemoveAsync(Now.AddDays(-7), dryRun: true, Cancel);
        plan.Count.ShouldBe(count);
        plan.Bytes.ShouldBeGreaterThan(0);
        Directory.GetDirectories(Path.Join(_home, folder)).Length.ShouldBe(before, "a dry run removes nothing");
        (await kind.RemoveAsync(Now.AddDays(-7), dryRun: false, Cancel)).ShouldBe(plan);
        Directory.GetDirectories(Path.Join(_home, folder)).Select(Path.GetFileName).ShouldBe(left, ignoreOrder: true);
        (await kind.RemoveAsync(Now.AddDays(-7), dryRun: false, Cancel)).Count.ShouldBe(0);
    }
}
