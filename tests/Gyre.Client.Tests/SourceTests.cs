using Gyre.Client.Sources;

namespace Gyre.Client.Tests;

/// <summary>What the files of a working copy say.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_branch_with_a_file_of_its_own()
    {
        Write(".git/HEAD", "ref: refs/heads/main/x\n");
        Write(".git/refs/heads/main/x", Commit + "\n");
        Directory.CreateDirectory(_folder.At("deep", "below"));
        GitState.Find(_folder.At("deep", "below")).ShouldBe(new GitState(Commit, "main/x"));
    }

    [Fact]
    public void A_packed_branch()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(".git/packed-refs", $"# pack-refs with: peeled\n{new string('f', 40)} refs/heads/other-main\n{Commit} refs/heads/main\n");
        GitState.Find(_folder.Path).ShouldBe(new GitState(Commit, "main"));
    }

    [Fact]
    public void No_branch()
    {
        Write(".git/HEAD", Commit + "\n");
        GitState.Find(_folder.Path).ShouldBe(new GitState(Commit, null));
    }

    [Fact]
    public void A_work_tree_of_its_own()
    {
        Write("repo/.git/worktrees/w/HEAD", "ref: refs/heads/side\n");
        Write("repo/.git/worktrees/w/commondir", "../..\n");
        Write("repo/.git/refs/heads/side", Commit);
        Write("w/.git", $"gitdir: {_folder.At("repo", ".git", "worktrees", "w")}\n");
        GitState.Find(_folder.At("w")).ShouldBe(new GitState(Commit, "side"));
    }

    [Fact]
    public void A_branch_without_a_commit()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        GitState.Find(_folder.Path).ShouldBe(new GitState(null, "main"));
    }

    [Theory]
    [InlineData("ref: ../../../etc/passwd")]
    [InlineData("ref: refs/heads/loop")]
    [InlineData("rubbish")]
    [InlineData("")]
    public void Rubbish_gives_no_commit(string head)
    {
        Write(".git/HEAD", head);
        Write(".git/refs/heads/loop", "ref: refs/heads/loop");
        GitState.Find(_folder.Path)!.Commit.ShouldBeNull();
    }

    private void Write(string path, string text)
    {
        var file = _folder.At(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
