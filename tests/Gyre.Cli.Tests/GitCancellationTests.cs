using System.Net;
using System.Net.Sockets;
using Gyre.Cli.Files;
using Gyre.Cli.Repositories;

namespace Gyre.Cli.Tests;

public sealed class GitCancellationTests : IDisposable
{
    private const string NoSuchCommit = "main";
    private readonly string _home = Directory.CreateTempSubdirectory("gyre-git-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Checkouts => Path.Join(_home, "checkouts");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_clone_that_is_cancelled_ends_git_and_leaves_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"git://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/repository";
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var work = GitProjects.LayOutAsync(address, NoSuchCommit, _home, source.Token);
        // A server that takes the request and says nothing: git waits for as long as it lives.
        using var line = await listener.AcceptTcpClientAsync(Cancel);
        (await line.GetStream().ReadAsync(new byte[4096], Cancel)).ShouldBeGreaterThan(0);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => work);
        Directory.GetFileSystemEntries(Checkouts).ShouldBeEmpty();
        // Its end of the line is closed: it is gone.
        (await line.GetStream().ReadAsync(new byte[4096], Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_starts_no_git()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => GitProjects.LayOutAsync("git://127.0.0.1:1/repository", NoSuchCommit, _home, new CancellationToken(canceled: true)));
        (Directory.Exists(Checkouts) ? Directory.GetFileSystemEntries(Checkouts) : []).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_who_lay_out_one_revision_at_once_get_the_same_whole_folder()
    {
        var repository = Path.Join(_home, "repository");
        Directory.CreateDirectory(repository);
        for (var number = 0; number < 50; number++)
            await File.WriteAllTextAsync(Path.Join(repository, $"{number}.txt"), $"{number}", Cancel);
        await Git.RunAsync(repository, Cancel, "init", "-q", "-b", "main");
        await Git.RunAsync(repository, Cancel, "add", ".");
        await Git.RunAsync(repository, Cancel, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first");
        var folders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => GitProjects.LayOutAsync($"file://{repository}", "main", _home, Cancel), Cancel)));
        folders.Distinct().ShouldHaveSingleItem();
        Directory.GetFiles(folders[0]).Length.ShouldBe(50);
        // The repository's mirror and the folder.
        Directory.GetFileSystemEntries(Checkouts).Length.ShouldBe(2);
    }
}
