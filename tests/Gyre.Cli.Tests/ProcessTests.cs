using System.Diagnostics;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Gyre.Testing;

namespace Gyre.Cli.Tests;

/// <summary>The program as a process, with real signals and pipes.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Slow = """
        - step:
            name: slow
            image: none
            command: sleep 300
        - pipeline:
            name: slow
            nodes:
              - {name: wait, type: execution, step: slow}
            edges: []
        """;

    /// <summary>A program that a shell starts in the background ignores interrupts, and so does whatever it starts, these tests among it, unless that is undone.</summary>
    private static readonly string[] InterruptsByDefault = ["--default-signal=INT"];

    private static readonly Lazy<bool> ListensToInterrupts = new(() =>
    {
        using var probe = Process.Start(new ProcessStartInfo("env", [.. InterruptsByDefault, "true"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    });

    private readonly TestHost _host = new();

    public ProcessTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals and a shell");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_program_that_is_started_is_of_the_build_under_test()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GYRE_PROGRAM") is { Length: > 0 }, "GYRE_PROGRAM names a program of its own");
        using var started = new PEReader(File.OpenRead(Path.Join(Path.GetDirectoryName(GyreExecutable.Path), "gyre.dll")));
        var metadata = started.GetMetadataReader();
        metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ShouldBe(typeof(CliExitCodes).Module.ModuleVersionId);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_cancels_the_run_and_leaves_no_process(string signal)
    {
        _host.Write("gyre.yaml", Slow);
        using var process = Start("run", "--format", "json");
        await ReadUntilAsync(process.StandardError, "wait: running");
        await SendAsync(signal, process.Id);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(CliExitCodes.Interrupted);
        output.ShouldContain("\"state\":\"cancelled\"");
        ProcessesWith(_host.Folder, "sleep").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_that_goes_away_early_causes_no_words()
    {
        var start = GyreExecutable.Start([]);
        start.FileName = "sh";
        start.WorkingDirectory = _host.Folder;
        foreach (var word in (string[])["-c", "\"$1\" --help | head -n 1", "sh", GyreExecutable.Path])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("Gyre runs machine-learning pipelines");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Standard_output_holds_the_data_and_nothing_else()
    {
        _host.Write("gyre.yaml", Samples.Project);
        using var process = Start("lint", ".", "--format", "json");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.ShouldBe("{\"valid\":true,\"errors\":[],\"warnings\":[],\"hints\":[]}\n");
    }

    private Process Start(params string[] arguments)
    {
        var start = GyreExecutable.Start(arguments);
        start.WorkingDirectory = _host.Folder;
        if (ListensToInterrupts.Value)
        {
            foreach (var word in (string[])[GyreExecutable.Path, .. InterruptsByDefault.Reverse()])
                start.ArgumentList.Insert(0, word);
            start.FileName = "env";
        }
        return Process.Start(start)!;
    }

    private static async Task ReadUntilAsync(StreamReader reader, string words)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
                return;
        }
        throw new InvalidOperationException($"'{words}' never came.");
    }

    private static async Task SendAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Processes whose working folder is under a folder and whose command line has a word in it.</summary>
    private static List<string> ProcessesWith(string folder, string word)
    {
        List<string> found = [];
        if (!OperatingSystem.IsLinux())
            return found;
        foreach (var entry in new DirectoryInfo("/proc").EnumerateDirectories().Where(entry => entry.Name.All(char.IsAsciiDigit)))
        {
            try
            {
                var command = File.ReadAllText(Path.Join(entry.FullName, "cmdline"));
                var at = new FileInfo(Path.Join(entry.FullName, "cwd")).LinkTarget;
                if (at?.StartsWith(folder, StringComparison.Ordinal) == true && command.Contains(word, StringComparison.Ordinal))
                    found.Add(command);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or belongs to somebody else.
            }
        }
        return found;
    }
}
