using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gyre.EndToEnd.Tests.Guides;

/// <summary>What the README, the guides and the examples show works: commands run, files are valid, code compiles.</summary>
public sealed class GuideTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Pages() => [.. Files()];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_and_files_of_a_page_work(string page)
    {
        Assert.SkipUnless(Programs.Exist("bash") && Programs.Exist("curl") && Programs.Exist("python3"), "bash, curl or python3 is not installed");
        var blocks = Read(page);
        if (!blocks.Any(static block => block.NotRun is null && (GuideBlock.Shells.Contains(block.Language) || block.Language == "yaml")))
            return;
        var (code, output) = await RunAsync(blocks, Path.GetDirectoryName(page) is { } folder && folder.StartsWith("examples", StringComparison.Ordinal)
            ? folder
            : null);
        code.ShouldBe(0, output);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_compiles(string page)
    {
        foreach (var block in Read(page).Where(static block => block.Language == "csharp" && block.NotRun is null))
            Errors($"{block.Notes.GetValueOrDefault("with")}\n{block.Text}").ShouldBeEmpty(block.Place);
    }

    [Fact]
    public void Every_block_is_run_or_says_why_not()
    {
        var blocks = Files().SelectMany(Read).ToList();
        var known = new List<string>(["yaml", "csharp", .. GuideBlock.Shells, .. GuideBlock.Shown]);
        blocks.Where(block => block.NotRun is null && !known.Contains(block.Language) && !block.Notes.ContainsKey("file"))
            .Select(static block => $"{block.Place} '{block.Language}'").ShouldBeEmpty();
        blocks.Where(static block => block.NotRun is { } reason && reason.Length < 10).Select(static block => block.Place).ShouldBeEmpty();

        var path = Path.Join(Root(), "tests", "Gyre.EndToEnd.Tests", "Guides", "NotRun.txt");
        var now = string.Concat(blocks.Where(static block => block.NotRun is not null)
            .Select(static block => $"{block.Page}: {block.Text.Split('\n')[0].Trim()}\n    {block.NotRun}\n"));
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            File.WriteAllText(path, now);
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    [Theory]
    [InlineData("```sh\ngyre lint --no-such-option .\n```")]
    [InlineData("```sh\ngyre init a\ngyre rum a\n```")]
    [InlineData("```yaml\n- step: {name: a}\n```")]
    public async Task A_wrong_block_is_noticed(string text)
    {
        Assert.SkipUnless(Programs.Exist("bash"), "bash is not installed");
        var (code, _) = await RunAsync(GuideBlock.In("page.md", text), null);
        code.ShouldNotBe(0);
    }

    [Fact]
    public void Wrong_code_is_noticed() => Errors("var tracker = Gyre.Client.MlflowTracker.Make();").ShouldNotBeEmpty();

    private static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<GuideBlock> blocks, string? example)
    {
        using var folder = new ShortLivedFolder();
        var port = FreePort();
        var tools = Directory.CreateDirectory(Path.Join(folder.Path, "tools")).FullName;
        var work = Directory.CreateDirectory(Path.Join(folder.Path, "work")).FullName;
        if (example is not null)
        {
            // Beside its neighbours, because an example may read the data of another one.
            Copy(Path.Join(Root(), "examples"), Path.Join(work, "examples"));
            work = Path.Join(work, example);
        }
        WriteTool(tools, "gyre", $"""
            if [ "$1" = serve ]; then shift; set -- serve --port {port} "$@"; fi
            exec "{GyreExecutable.Path}" "$@"
            """);
        var script = Path.Join(tools, "script");
        await File.WriteAllTextAsync(script, Script(blocks, port), TestContext.Current.CancellationToken);

        var start = GyreExecutable.Start([script]);
        start.FileName = "bash";
        start.WorkingDirectory = work;
        foreach (var name in start.Environment.Keys.Where(static name =>
            name.StartsWith("GYRE_", StringComparison.Ordinal) || name.StartsWith("MLFLOW_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{tools}:{start.Environment["PATH"]}";
        start.Environment["GYRE_REPOSITORY"] = Root();
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Add($"The blocks took longer than {Limit}.");
        }
        lock (output)
            return (process.HasExited ? process.ExitCode : -1, output.ToString());

        void Add(string? line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }

    private static string Script(IReadOnlyList<GuideBlock> blocks, int port)
    {
        var script = new StringBuilder($$"""
            set -euo pipefail
            end() { code=$?; trap - EXIT; for job in $(jobs -p); do kill "$job" 2> /dev/null || true; done; wait; exit $code; }
            trap end EXIT
            curl() { command curl -sS --fail-with-body --retry 60 --retry-delay 1 --retry-connrefused "$@"; }
            python() { python3 "$@"; }
            gyre_wait() { curl -o /dev/null http://127.0.0.1:{{port}}/health; }

            """);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (block.NotRun is not null)
                continue;
            script.Append("echo '== ").Append(block.Place).AppendLine("'");
            if (block.Notes.GetValueOrDefault("run") is { } first)
                script.AppendLine(first);
            if (GuideBlock.Shells.Contains(block.Language))
                script.AppendLine(block.Text);
            else if (block.Language == "yaml")
                AddChecked(script, block, block.Notes.GetValueOrDefault("file") ?? $"block{i}/gyre.yaml");
            else if (block.Notes.GetValueOrDefault("file") is { } name)
                AddFile(script, block, name);
        }
        return script.ToString().ReplaceLineEndings("\n").Replace("127.0.0.1:5000", $"127.0.0.1:{port}", StringComparison.Ordinal);
    }

    private static void AddFile(StringBuilder script, GuideBlock block, string name)
    {
        script.AppendLine("mkdir -p \"$(dirname " + name + ")\"\ncat > " + name + " <<'END_OF_BLOCK'");
        if (block.Notes.GetValueOrDefault("with") is { } with)
            script.AppendLine(with);
        script.AppendLine(block.Text).AppendLine("END_OF_BLOCK");
    }

    /// <summary>A file that Gyre reads must be right.</summary>
    private static void AddChecked(StringBuilder script, GuideBlock block, string name)
    {
        AddFile(script, block, name);
        script.AppendLine((name.EndsWith("component.yaml", StringComparison.Ordinal) ? "gyre component show ./" : "gyre lint ") + name);
    }

    private static IEnumerable<string> Errors(string code)
    {
        const string Usings = """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading;
            global using System.Threading.Tasks;
            """;
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var references = platform.Split(Path.PathSeparator).Select(static file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create("guide", [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)], references)
            .GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => found.ToString());
    }

    private static IEnumerable<string> Files() =>
        new[] { "README.md" }
            .Concat(Directory.EnumerateFiles(Path.Join(Root(), "docs", "guides"), "*.md").Select(Relative).Order(StringComparer.Ordinal))
            .Concat(Directory.EnumerateDirectories(Path.Join(Root(), "examples")).Select(static folder => Relative(Path.Join(folder, "README.md")))
                .Order(StringComparer.Ordinal));

    private static IReadOnlyList<GuideBlock> Read(string page) => GuideBlock.In(page, File.ReadAllText(Path.Join(Root(), page)));

    private static string Relative(string path) => Path.GetRelativePath(Root(), path).Replace('\\', '/');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Gyre.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Gyre.slnx was not found above the tests.");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(static file => !file.Contains("/.gyre/", StringComparison.Ordinal)))
        {
            var target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void WriteTool(string folder, string name, string text)
    {
        var path = Path.Join(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text.ReplaceLineEndings("\n")}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
