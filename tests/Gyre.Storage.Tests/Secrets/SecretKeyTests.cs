using Gyre.Core;
using Gyre.Storage.Secrets;

namespace Gyre.Storage.Tests.Secrets;

public sealed class SecretKeyTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("gyre-key-").FullName;

    private SecretKeyFile File => new(new StorageOptions { Home = _home });

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_value_opens_at_its_place_with_its_key_only()
    {
        var key = File.FirstOrCreate();
        var text = key.Seal("project/a", "TOKEN", "välue");
        key.Open("project/a", "TOKEN", text).ShouldBe("välue");
        key.Open("project/b", "TOKEN", text).ShouldBeNull();
        key.Open("project/aT", "OKEN", text).ShouldBeNull();
        File.Add().Open("project/a", "TOKEN", text).ShouldBeNull();
        var bytes = Convert.FromBase64String(text);
        bytes[^1] ^= 1;
        key.Open("project/a", "TOKEN", Convert.ToBase64String(bytes)).ShouldBeNull();
        key.Open("project/a", "TOKEN", "no base64").ShouldBeNull();
        key.Seal("project/a", "TOKEN", "välue").ShouldNotBe(text, "the nonce is never the same");
    }

    [Fact]
    public void The_file_is_the_owners_alone_and_keeps_its_first_key()
    {
        var key = File.FirstOrCreate();
        File.FirstOrCreate().Id.ShouldBe(key.Id);
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_home).ShouldBe([File.Path], "no temporary file stays");
        File.IsInHome.ShouldBeTrue();
        new SecretKeyFile(new StorageOptions { Home = _home, SecretsKey = _home + "-key" }).IsInHome.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_others_may_read_or_that_is_damaged_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no modes of files");
        if (OperatingSystem.IsWindows())
            return;
        var key = File.FirstOrCreate();
        System.IO.File.SetUnixFileMode(File.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Should.Throw<InvalidInputException>(() => File.Find(key.Id)).Diagnostics[0].Code.ShouldBe("secrets.key-mode");
        System.IO.File.SetUnixFileMode(File.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.WriteAllText(File.Path, "rubbish\n");
        Should.Throw<InvalidInputException>(() => File.Find(key.Id)).Diagnostics[0].Code.ShouldBe("secrets.key-damaged");
    }

    [Fact]
    public async Task Of_many_that_begin_at_once_all_get_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => File.FirstOrCreate().Id)));
        keys.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void While_a_key_is_changed_both_are_there()
    {
        var old = File.FirstOrCreate();
        var fresh = File.Add();
        File.Find(old.Id).ShouldNotBeNull();
        File.KeepOnly(fresh);
        File.Find(old.Id).ShouldBeNull();
        File.Find(fresh.Id).ShouldNotBeNull();
    }
}
