using System.Diagnostics;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary>The scripts, in the shells that are there.</summary>
public sealed class CompletionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run", "run\nruns")]
    [InlineData("runs|sh", "show")]
    [InlineData("run|--form", "--format")]
    [InlineData("run|--format|", "json\ntext")]
    [InlineData("completion|", "bash\nfish\npowershell\nzsh")]
    public async Task Bash_completes_commands_options_and_values(string words, string expected)
    {
        Assert.SkipUnless(Programs.Exist("bash"), "bash is not installed");
        var line = string.Join(' ', words.Split('|').Select(word => $"'{word}'"));
        var script = $$"""
            gyre() { "$GYRE" "$@"; }
            source <(gyre completion bash)
            COMP_WORDS=(gyre {{line}})
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _gyre
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        (await RunAsync("bash", "-c", script)).ShouldBe(expected + "\n");
    }

    [Theory]
    [InlineData("zsh", "autoload -Uz compinit && compinit -D -u; source <(\"$GYRE\" completion zsh); whence -w _gyre", "_gyre: function")]
    [InlineData("fish", "\"$GYRE\" completion fish | source; functions -q __gyre_suggest; and echo there", "there")]
    public async Task Other_shells_take_their_script(string shell, string script, string expected)
    {
        Assert.SkipUnless(Programs.Exist(shell), $"{shell} is not installed");
        (await RunAsync(shell, "-c", script)).ShouldContain(expected);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in GyreExecutable.Start([]).Environment)
            start.Environment[name] = value;
        start.Environment["GYRE"] = GyreExecutable.Path;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0, await errors);
        return output;
    }
}
