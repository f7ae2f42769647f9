using System.Diagnostics;
using Gyre.Storage.Platform;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Tests.Platform;

/// <summary>What every <see cref="IFileLayer"/> promises.</summary>
public abstract class FileLayerConformance : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _outside = Directory.CreateTempSubdirectory("gyre-outside-").FullName;
    private readonly IFileLayer _files;

    private protected FileLayerConformance(Func<string, IFileLayer> open)
    {
        Root = Directory.CreateTempSubdirectory("gyre-files-").FullName;
        _files = open(Root);
    }

    private protected string Root { get; }

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(Root, recursive: true);
        Directory.Delete(_outside, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 * 1024 * 1024)]
    public void What_was_written_in_pieces_comes_back(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        using (var file = _files.Create("plain"))
        {
            foreach (var piece in content.Chunk(100_000))
                file.Write(piece);
            file.Sync();
        }
        _files.SyncFolder("");
        Read("plain").AsSpan().SequenceEqual(content).ShouldBeTrue();
        _files.List("").ShouldBe(["plain"]);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("-rf")]
    [InlineData("größe-数据")]
    [InlineData("a'b\"c;d$e")]
    [InlineData("...")]
    public void Unusual_names_are_names(string name)
    {
        _files.CreateFolder(name).ShouldBeTrue();
        Write($"{name}/{name}", "content");
        _files.List(name).ShouldBe([name]);
        _files.Rename($"{name}/{name}", $"{name}/2");
        ReadText($"{name}/2").ShouldBe("content");
        _files.Delete($"{name}/2").ShouldBeTrue();
        _files.List(name).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_of_255_bytes_fits_and_a_longer_one_is_an_error_that_tells_it()
    {
        Write(new string('n', 255), "content");
        ReadText(new string('n', 255)).ShouldBe("content");
        var longer = new string('n', 256);
        Should.Throw<IOException>(() => Write(longer, "content")).Message.ShouldContain(longer);
    }

    [Fact]
    public void A_file_is_created_once_and_what_was_there_stays()
    {
        Write("taken", "first");
        Should.Throw<IOException>(() => _files.Create("taken")).Message.ShouldContain("taken");
        ReadText("taken").ShouldBe("first");
    }

    [Fact]
    public void New_files_and_folders_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }
        _files.CreateFolder("folder");
        File.GetUnixFileMode(OnDisk("folder")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (_files.Create("folder/file"))
            File.GetUnixFileMode(OnDisk("folder/file")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_sealed_file_is_for_reading_has_its_time_and_can_get_another_and_go()
    {
        using (var file = _files.Create("sealed"))
        {
            file.Write("content"u8);
            file.Seal(Noon);
            file.Sync();
        }
        File.GetLastWriteTimeUtc(OnDisk("sealed")).ShouldBe(Noon.UtcDateTime);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(OnDisk("sealed")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        _files.SetChanged("sealed", Noon.AddHours(1));
        File.GetLastWriteTimeUtc(OnDisk("sealed")).ShouldBe(Noon.AddHours(1).UtcDateTime);
        _files.Rename("sealed", "moved");
        ReadText("moved").ShouldBe("content");
        _files.Delete("moved").ShouldBeTrue();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("no-folder/missing")]
    public void What_is_missing_is_said_to_be_missing_by_name(string path)
    {
        Should.Throw<FileNotFoundException>(() => _files.OpenRead(path)).Message.ShouldContain(path.Split('/')[0]);
        Should.Throw<FileNotFoundException>(() => _files.SetChanged(path, Noon)).Message.ShouldContain(path.Split('/')[0]);
        Should.Throw<FileNotFoundException>(() => _files.Rename(path, "elsewhere")).Message.ShouldContain(path.Split('/')[0]);
        Should.Throw<FileNotFoundException>(() => _files.SyncFolder(path)).Message.ShouldContain(path.Split('/')[0]);
        _files.Delete(path).ShouldBeFalse();
        _files.List(path).ShouldBeEmpty();
        _files.List("").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_made_in_a_folder_that_is_missing()
    {
        Should.Throw<FileNotFoundException>(() => _files.Create("no-folder/file")).Message.ShouldContain("no-folder");
        Should.Throw<FileNotFoundException>(() => _files.CreateFolder("no-folder/folder")).Message.ShouldContain("no-folder");
        Write("file", "content");
        Should.Throw<FileNotFoundException>(() => _files.Rename("file", "no-folder/file"));
        ReadText("file").ShouldBe("content");
        _files.List("").ShouldBe(["file"]);
    }

    [Fact]
    public void A_folder_is_created_once()
    {
        _files.CreateFolder("folder").ShouldBeTrue();
        _files.CreateFolder("folder").ShouldBeFalse();
        _files.CreateFolder("folder/inner").ShouldBeTrue();
        _files.SyncFolder("folder");
        _files.List("folder").ShouldBe(["inner"]);
        _files.List("folder/inner").ShouldBeEmpty();
    }

    [Fact]
    public void A_rename_replaces_what_is_there()
    {
        Write("old", "old");
        Write("new", "new");
        _files.Rename("new", "old");
        ReadText("old").ShouldBe("new");
        _files.List("").ShouldBe(["old"]);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        _files.CreateFolder("folder");
        Should.Throw<IOException>(() => _files.OpenRead("folder")).Message.ShouldContain("folder");
        Should.Throw<IOException>(() => _files.SetChanged("folder", Noon)).Message.ShouldContain("folder");
        Write("file", "content");
        _files.List("file").ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_waits_for_a_fifo()
    {
        if (!File.Exists("/usr/bin/mkfifo"))
            Assert.Skip("mkfifo is not installed");
        using (var process = Process.Start("/usr/bin/mkfifo", [OnDisk("fifo")]))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Should.Throw<IOException>(() => _files.OpenRead("fifo")).Message.ShouldContain("fifo");
        Should.Throw<IOException>(() => _files.SetChanged("fifo", Noon)).Message.ShouldContain("fifo");
    }

    [Fact]
    public void Nothing_goes_through_a_link_to_a_file()
    {
        var secret = Path.Join(_outside, "secret");
        File.WriteAllText(secret, "secret");
        File.SetLastWriteTimeUtc(secret, Noon.UtcDateTime);
        File.CreateSymbolicLink(OnDisk("link"), secret);
        File.CreateSymbolicLink(OnDisk("dangling"), Path.Join(_outside, "made"));
        Should.Throw<IOException>(() => _files.OpenRead("link"));
        Should.Throw<IOException>(() => _files.SetChanged("link", Noon.AddDays(1)));
        Should.Throw<IOException>(() => _files.Create("link"));
        Should.Throw<IOException>(() => _files.Create("dangling"));
        File.ReadAllText(secret).ShouldBe("secret");
        File.GetLastWriteTimeUtc(secret).ShouldBe(Noon.UtcDateTime);
        Directory.GetFileSystemEntries(_outside).ShouldBe([secret]);
    }

    [Fact]
    public void Nothing_goes_through_a_link_to_a_folder()
    {
        var secret = Path.Join(_outside, "secret");
        File.WriteAllText(secret, "secret");
        Directory.CreateSymbolicLink(OnDisk("link"), _outside);
        Write("file", "content");
        Should.Throw<IOException>(() => _files.OpenRead("link/secret"));
        Should.Throw<IOException>(() => _files.Create("link/made"));
        Should.Throw<IOException>(() => _files.CreateFolder("link/made"));
        Should.Throw<IOException>(() => _files.Rename("file", "link/secret"));
        Should.Throw<IOException>(() => _files.Rename("link/secret", "file"));
        Should.Throw<IOException>(() => _files.Delete("link/secret"));
        Should.Throw<IOException>(() => _files.SyncFolder("link"));
        _files.List("link").ShouldBeEmpty();
        ReadText("file").ShouldBe("content");
        File.ReadAllText(secret).ShouldBe("secret");
        Directory.GetFileSystemEntries(_outside).ShouldBe([secret]);
    }

    [Fact]
    public void A_file_that_is_open_outlives_its_name_and_its_layer()
    {
        Write("replaced", "first");
        Write("deleted", "second");
        using var replaced = _files.OpenRead("replaced");
        using var deleted = _files.OpenRead("deleted");
        Write("newer", "newer");
        _files.Rename("newer", "replaced");
        _files.Delete("deleted").ShouldBeTrue();
        _files.Dispose();
        Text(replaced).ShouldBe("first");
        Text(deleted).ShouldBe("second");
    }

    [Fact]
    public async Task Of_many_who_create_one_file_one_gets_it_and_all_may_make_the_folder()
    {
        const int Writers = 16;
        using var start = new Barrier(Writers);
        var work = Enumerable.Range(0, Writers).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                var made = _files.CreateFolder("folder");
                return (Made: made, Created: TryWrite("folder/file", $"{number}"), Number: number);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var outcomes = await Task.WhenAll(work);
        outcomes.ShouldContain(outcome => outcome.Made);
        ReadText("folder/file").ShouldBe($"{outcomes.Single(outcome => outcome.Created).Number}");
    }

    [Fact]
    public void Names_are_listed_at_any_number()
    {
        _files.CreateFolder("folder");
        var names = Enumerable.Range(0, 2000).Select(number => $"file-{number}").ToList();
        foreach (var name in names)
            Write($"folder/{name}", "");
        _files.List("folder").ShouldBe(names, ignoreOrder: true);
    }

    private bool TryWrite(string path, string content)
    {
        try
        {
            Write(path, content);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string OnDisk(string path) => Path.Join(Root, path);

    private void Write(string path, string content)
    {
        using var file = _files.Create(path);
        file.Write(System.Text.Encoding.UTF8.GetBytes(content));
    }

    private string ReadText(string path)
    {
        using var handle = _files.OpenRead(path);
        return Text(handle);
    }

    private static string Text(SafeFileHandle handle) => System.Text.Encoding.UTF8.GetString(Bytes(handle));

    private byte[] Read(string path)
    {
        using var handle = _files.OpenRead(path);
        return Bytes(handle);
    }

    private static byte[] Bytes(SafeFileHandle handle)
    {
        var bytes = new byte[RandomAccess.GetLength(handle)];
        RandomAccess.Read(handle, bytes, 0).ShouldBe(bytes.Length);
        return bytes;
    }
}
