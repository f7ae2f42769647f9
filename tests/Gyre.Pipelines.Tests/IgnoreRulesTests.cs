using System.Diagnostics;
using Gyre.Core;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Running;

namespace Gyre.Pipelines.Tests;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("*.log", "a/b.log", true)]
    [InlineData("/a.log", "b/a.log", null)]
    [InlineData("/a.log", "a.log", true)]
    [InlineData("doc/*.txt", "doc/notes.txt", true)]
    [InlineData("doc/*.txt", "doc/server/arch.txt", null)]
    [InlineData("**/foo", "a/b/foo", true)]
    [InlineData("abc/**", "abc/d/e", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("# comment", "# comment", null)]
    [InlineData("\\#name", "#name", true)]
    [InlineData("\\!name", "!name", true)]
    [InlineData("*.txt\n!keep.txt", "keep.txt", false)]
    [InlineData("a[0-9].c", "a7.c", true)]
    [InlineData("a[!0-9].c", "a7.c", null)]
    [InlineData("trail  ", "trail", true)]
    [InlineData("trail\\ ", "trail ", true)]
    [InlineData("build/", "build", null)]
    [InlineData("a?c", "a/c", null)]
    [InlineData("[", "[", null)]
    public void Patterns_mean_what_git_says(string rules, string path, bool? expected) => IgnoreRules.Parse(rules).Judge(path, isFolder: false).ShouldBe(expected);

    [Fact]
    public void A_slash_at_the_end_means_folders() => IgnoreRules.Parse("build/").Judge("x/build", isFolder: true).ShouldBe(true);

    /// <summary>Random patterns and paths, each judged by git as well.</summary>
    [Fact]
    public async Task Random_patterns_are_judged_as_git_judges_them()
    {
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, "git"))), "git is not installed");
        var folder = Directory.CreateTempSubdirectory("gyre-ignore-").FullName;
        await GitAsync(folder, null, "init", "-q");
        var random = new SeededRandom(11);
        for (var round = 0; round < 60; round++)
        {
            var rules = string.Join('\n', Enumerable.Range(0, random.NextInt(1, 5)).Select(_ => Pattern(random)));
            var paths = Enumerable.Range(0, 30).Select(_ => Name(random)).Distinct().ToList();
            await File.WriteAllTextAsync(Path.Join(folder, ".gitignore"), rules + "\n", TestContext.Current.CancellationToken);
            var judged = (await GitAsync(folder, string.Join('\0', paths) + "\0", "check-ignore", "-z", "--no-index", "--stdin")).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            foreach (var path in paths)
                IsIgnored(IgnoreRules.Parse(rules), path).ShouldBe(judged.Contains(path), $"'{path}' by '{rules.Replace("\n", "' '", StringComparison.Ordinal)}'");
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A path is ignored with the first of its folders that is.</summary>
    private static bool IsIgnored(IgnoreRules rules, string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (rules.Judge(path[..slash], isFolder: true) == true)
                return true;
        }
        return rules.Judge(path, isFolder: false) == true;
    }

    private static string Pattern(SeededRandom random)
    {
        string[] parts = ["a", "b", "c", "ab", "*", "**", "?", "a*", "*b", "[ab]", "[!a]", "[a-c]", "\\a", "a**b", "[]a]", "[^b]"];
        var text = string.Join('/', Enumerable.Range(0, random.NextInt(1, 4)).Select(_ => parts[random.NextInt(0, parts.Length)]));
        return (random.NextInt(0, 5) == 0 ? "!" : "") + (random.NextInt(0, 4) == 0 ? "/" : "") + text + (random.NextInt(0, 5) == 0 ? "/" : "");
    }

    private static string Name(SeededRandom random) =>
        string.Join('/', Enumerable.Range(0, random.NextInt(1, 5)).Select(_ => new[] { "a", "b", "c", "ab", "ba", "abc", "]" }[random.NextInt(0, 7)]));

    private static async Task<string> GitAsync(string folder, string? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
