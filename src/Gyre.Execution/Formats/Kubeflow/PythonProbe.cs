using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>An interpreter, as it said of itself.</summary>
/// <param name="Executable">The program itself, behind all launchers.</param>
/// <param name="Version">In full.</param>
/// <param name="Prefix">Where its packages are.</param>
/// <param name="HasSdk">Whether the SDK can be imported.</param>
/// <param name="Seen">What the answer depends on, with its time of change.</param>
internal sealed record PythonInterpreter(string Executable, string Version, string Prefix, bool HasSdk, ImmutableSortedDictionary<string, long> Seen)
{
    /// <summary>What other things are kept by.</summary>
    public string Identity => $"{Executable}\n{Version}\n{Prefix}";

    /// <summary>Whether nothing was installed or removed since.</summary>
    public bool IsCurrent => Seen.All(pair => PythonProbe.ChangeOf(pair.Key) == pair.Value);
}

/// <summary>Asks an interpreter what it is, once; the answer is kept in the home as long as its folders do not change.</summary>
internal sealed class PythonProbe(string home)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Variables = ["PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYENV_VERSION", "PYENV_ROOT", "HOME", "PYTHONNOUSERSITE"];

    private const string Question = """
        import importlib.util, json, sys
        sdk = importlib.util.find_spec('kfp')
        print(json.dumps({'executable': sys.executable, 'version': sys.version, 'prefix': sys.prefix, 'hasSdk': bool(sdk and sdk.origin), 'paths': [path for path in sys.path if path]}))
        """;

    /// <summary>Finds out.</summary>
    /// <param name="program">The <c>python3</c> of a search path.</param>
    /// <param name="environment">What it is started with.</param>
    /// <param name="workingDirectory">Where; launchers look for a file with a version there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LaunchException">It gave no answer.</exception>
    public async Task<PythonInterpreter> AskAsync(string program, IReadOnlyDictionary<string, string> environment, string workingDirectory, CancellationToken cancellationToken)
    {
        var pinned = Path.Join(workingDirectory, ".python-version");
        var key = Digest.Of(string.Join('\0', Variables.Select(environment.GetValueOrDefault).Prepend(program).Append(File.Exists(pinned) ? await File.ReadAllTextAsync(pinned, cancellationToken) : "")));
        var file = Path.Join(home, "interpreters", key.Hex[..32] + ".json");
        if (Read(file) is { IsCurrent: true } known)
            return known;
        var answer = await StartAsync(program, environment, workingDirectory, cancellationToken);
        DurableFile.CreateFolder(Path.Join(home, "interpreters"));
        DurableFile.Replace(file, ExecutionJson.Write(answer));
        return answer;
    }

    /// <summary>When a file or folder changed last, in ticks; 0 for nothing there.</summary>
    internal static long ChangeOf(string path) =>
        Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path).Ticks : File.Exists(path) ? File.GetLastWriteTimeUtc(path).Ticks : 0;

    private static PythonInterpreter? Read(string file)
    {
        try
        {
            return ExecutionJson.Read<PythonInterpreter>(file);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private static async Task<PythonInterpreter> StartAsync(
        string program, IReadOnlyDictionary<string, string> environment, string workingDirectory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = workingDirectory };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var process = Process.Start(start) ?? throw new LaunchException($"'{program}' could not be started.");
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                var answer = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? Parse(program, answer) : throw new LaunchException(
                    $"'{program}' could not report its Python version: {Shortened(await errors)}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new LaunchException($"'{program}' did not report its Python version within {Limit.TotalSeconds} seconds.");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception exception)
        {
            throw new LaunchException($"'{program}' could not be started: {exception.Message}");
        }
    }

    private static PythonInterpreter Parse(string program, string text)
    {
        try
        {
            var answer = (MapValue)ValueJson.Parse(text.Trim());
            string Of(string name) => ((TextValue)answer.Find(name)!).Text;
            var seen = ((ListValue)answer.Find("paths")!).Items.OfType<TextValue>().Select(path => path.Text).Append(Of("executable")).Append(program);
            return new PythonInterpreter(
                Of("executable"), Of("version"), Of("prefix"), answer.Find("hasSdk") == Value.True,
                seen.Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(path => path, ChangeOf, StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or NullReferenceException)
        {
            throw new LaunchException($"'{program}' did not report its Python version; it printed: {Shortened(text)}");
        }
    }

    private static string Shortened(string text) => text.Length <= 500 ? text.Trim() : text[..500].Trim() + "...";
}
