using Gyre.Core;
using Gyre.Projects;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Projects;

/// <summary>What every <see cref="IComponentFiles"/> promises of the files of a project.</summary>
public abstract class ComponentFilesConformance : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gyre-components-").FullName;

    /// <summary>Fills a project's folder with one file in a folder.</summary>
    protected ComponentFilesConformance()
    {
        Folder = Directory.CreateDirectory(Path.Join(_root, "project")).FullName;
        Directory.CreateDirectory(Path.Join(Folder, "parts"));
        File.WriteAllText(Path.Join(Folder, "parts", "a.yaml"), "name: a\n");
    }

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The project's folder.</summary>
    protected string Folder { get; }

    /// <summary>A folder for what the implementation keeps.</summary>
    protected string Home => Path.Join(_root, "home");

    /// <summary>The code with which a file of a repository that cannot be reached is refused.</summary>
    protected virtual string RepositoryRefusal => "uses.git";

    /// <summary>The files of the project as its folder is now.</summary>
    protected abstract Task<IComponentFiles> OpenAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes the folders.</summary>
    protected virtual void Dispose(bool disposing) => Directory.Delete(_root, recursive: true);

    /// <summary>Small, empty, binary and as large as it may be.</summary>
    [Fact]
    public async Task A_file_is_read_as_it_is()
    {
        byte[][] contents = [[], [0, 255, 13, 10], new byte[ComponentFile.MaxBytes]];
        foreach (var (number, content) in contents.Index())
            await File.WriteAllBytesAsync(Path.Join(Folder, $"{number}.yaml"), content, Cancel);
        var files = await OpenAsync();
        foreach (var (number, content) in contents.Index())
            (await files.ReadAsync(Reference($"{number}.yaml"), Cancel)).AsSpan().SequenceEqual(content).ShouldBeTrue($"file {number}");
        (await files.ReadAsync(Reference("parts/a.yaml"), Cancel)).ShouldBe("name: a\n"u8.ToArray());
    }

    /// <summary>No file, a folder, another file's folder.</summary>
    [Theory]
    [InlineData("none.yaml")]
    [InlineData("parts")]
    [InlineData("parts/a.yaml/b.yaml")]
    [InlineData("none/a.yaml")]
    public async Task What_is_not_there_is_refused_by_name_with_a_remedy(string path)
    {
        var refused = (await Should.ThrowAsync<InvalidInputException>(ReadAsync(path))).Diagnostics.ShouldHaveSingleItem();
        refused.Code.ShouldBe("uses.file");
        refused.Message.ShouldContain($"./{path}");
        refused.Remedy.ShouldNotBeNullOrEmpty();
    }

    /// <summary>A byte too much.</summary>
    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        await File.WriteAllBytesAsync(Path.Join(Folder, "large.yaml"), new byte[ComponentFile.MaxBytes + 1], Cancel);
        (await Should.ThrowAsync<InvalidInputException>(ReadAsync("large.yaml"))).Diagnostics.ShouldHaveSingleItem().Code
            .ShouldBe("uses.too-large");
    }

    /// <summary>A link to a file, and a file behind a link to a folder.</summary>
    [Theory]
    [InlineData("linked.yaml")]
    [InlineData("linked/secret.yaml")]
    public async Task What_a_link_leads_to_is_never_read(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right of their own");
        var outside = Directory.CreateDirectory(Path.Join(_root, "outside")).FullName;
        await File.WriteAllTextAsync(Path.Join(outside, "secret.yaml"), "secret", Cancel);
        File.CreateSymbolicLink(Path.Join(Folder, "linked.yaml"), Path.Join(outside, "secret.yaml"));
        Directory.CreateSymbolicLink(Path.Join(Folder, "linked"), outside);
        (await Should.ThrowAsync<InvalidInputException>(ReadAsync(path))).Message.ShouldNotContain("secret\n");
    }

    /// <summary>Nobody listens at the address.</summary>
    [Fact]
    public async Task A_file_of_a_repository_that_cannot_be_had_is_refused_without_the_password_of_its_address()
    {
        var files = await OpenAsync();
        var git = new GitReference("http://me:hidden@127.0.0.1:1/parts", "v1", SafePath.Parse("a.yaml"), null);
        var refused = (await Should.ThrowAsync<InvalidInputException>(() => files.ReadAsync(git, Cancel))).Diagnostics
            .ShouldHaveSingleItem();
        refused.Code.ShouldBe(RepositoryRefusal);
        $"{refused}".ShouldNotContain("hidden");
    }

    /// <summary>Cancelled at once.</summary>
    [Fact]
    public async Task A_reading_that_is_cancelled_before_it_begins_gives_nothing()
    {
        var files = await OpenAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => files.ReadAsync(Reference("parts/a.yaml"), new CancellationToken(canceled: true)));
        (await files.ReadAsync(Reference("parts/a.yaml"), Cancel)).Length.ShouldBe(8);
    }

    private static FileReference Reference(string path) => new(SafePath.Parse(path), null);

    private Func<Task> ReadAsync(string path) => async () => await (await OpenAsync()).ReadAsync(Reference(path), Cancel);
}
