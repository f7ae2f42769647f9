using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests;

/// <summary>The program as a process of its own.</summary>
internal sealed class GyreProgram : IDisposable
{
    private readonly Process _process;
    private readonly Lazy<Task<string>> _output;
    private readonly StringBuilder _said = new();
    private readonly Task<string> _errors;

    private GyreProgram(Process process)
    {
        _process = process;
        _output = new Lazy<Task<string>>(() => process.StandardOutput.ReadToEndAsync());
        _errors = ReadErrorsAsync();
    }

    /// <summary>What it has written to standard error so far, in whole lines.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public static GyreProgram Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        StartIn(null, variables, arguments);

    /// <summary>Starts it in a folder; null for that of the tests.</summary>
    public static GyreProgram StartIn(string? folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = GyreExecutable.Start(arguments);
        if (folder is not null)
            start.WorkingDirectory = folder;
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new GyreProgram(Process.Start(start)!);
    }

    /// <summary>Runs to the end with a text as its standard input.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string input,
        IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = GyreExecutable.Start(arguments);
        start.RedirectStandardInput = true;
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var program = new GyreProgram(process);
        return await program.EndAsync();
    }

    /// <summary>Runs to the end and gives what it printed as JSON.</summary>
    public static async Task<JsonElement> AskAsync(params string[] arguments)
    {
        using var program = Start(new Dictionary<string, string>(), [.. arguments, "--format", "json"]);
        var (code, output, errors) = await program.EndAsync();
        if (code == 2)
            throw new InvalidOperationException($"gyre {string.Join(' ', arguments)}: {errors}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>The next line it prints, of a program that goes on.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await FindLineAsync(cancellationToken) ?? throw new InvalidOperationException($"It ended: {await _errors}");

    /// <summary>As <see cref="ReadLineAsync"/>; null when it ended.</summary>
    public async Task<string?> FindLineAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        var output = await _output.Value;
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output, await _errors);
    }

    private async Task<string> ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.Append(line).Append('\n');
        }
        return Said;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
