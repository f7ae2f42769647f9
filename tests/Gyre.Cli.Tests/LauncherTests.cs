using System.Diagnostics;

namespace Gyre.Cli.Tests;

public class LauncherTests
{
    [Fact]
    public async Task The_launcher_runs_what_is_built_from_any_folder_and_hands_on_arguments_and_exit_code()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the launcher for Windows is another");
        using var host = new TestHost();
        var launcher = Launcher() ?? throw new InvalidOperationException("There is no launcher in the root.");
        // A clone whose program is newer than its sources; the runtime is a script that prints what it was given.
        File.Copy(launcher, Path.Join(host.Folder, "gyre"));
        var program = Path.GetDirectoryName(host.Write("artifacts/bin/Gyre.Cli/release/gyre.dll", ""))!;
        File.WriteAllText(Path.Join(program, ".built"), "");
        var runtime = host.Write("bin/dotnet", "#!/bin/sh\nprintf '%s|' \"$@\"\nexit 7\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(runtime, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["PATH"] = $"{Path.Join(host.Folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var word in (string[])[Path.Join(host.Folder, "gyre"), "eval", "a b", "*"])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(7);
        output.ShouldEndWith("/artifacts/bin/Gyre.Cli/release/gyre.dll|eval|a b|*|");
    }

    private static string? Launcher()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "gyre")) && File.Exists(Path.Join(folder, "Gyre.slnx")))
                return Path.Join(folder, "gyre");
        }
        return null;
    }
}
