using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>
/// Makes the commands of lightweight Python components work with any <c>python3</c>: with the SDK where it is installed, else with a runtime of our own in its
/// place. Installing the SDK does nothing, and other packages go into environments that are kept in the home.
/// </summary>
/// <param name="order">The attempt.</param>
/// <param name="folder">Its folder.</param>
/// <param name="insteadOfSdk">Whether our own runtime is used even if the SDK is installed.</param>
internal sealed class PythonRuntime(AttemptOrder order, AttemptFolder folder, bool insteadOfSdk)
{
    private const string Prepare = "python3 -m gyre_component_runtime prepare \"$1\" \"$2\" && shift 2 && exec \"$@\"";
    private const int MaxTemporaryPath = 64;
    private readonly string _home = Path.Join(Path.GetFullPath(order.Storage.Home), "python");
    private readonly string _state = Path.Join(folder.Scratch, "python");

    /// <summary>The command to start in place of one, and what it needs in its environment.</summary>
    /// <exception cref="LaunchException">There is no Python that works.</exception>
    public async Task<ImmutableArray<string>> PrepareAsync(ImmutableArray<string> arguments, SortedDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (Programs.Find("python3", environment["PATH"]) is not { } program)
        {
            return PythonPrelude.RunsExecutor(arguments)
                ? throw new LaunchException("The component is written in Python, but no 'python3' is on the PATH of the step. Install Python, or add its folder to PATH.")
                : arguments;
        }
        var python = await new PythonProbe(_home).AskAsync(program, environment, folder.Repository, cancellationToken);
        var files = PythonFiles.In(_home);
        Directory.CreateDirectory(_state);
        Announce(python, files, environment);
        if (PythonPrelude.Installations(arguments, out var rest) is not { } installations)
            return Direct(arguments, python.Executable, environment);
        var plan = ExecutionJson.Write(installations);
        var memo = Memo(plan, python, environment);
        if (Remembered(memo, python) is { } interpreter)
            return Direct(rest, interpreter, environment);
        var planFile = Path.Join(_state, "plan.json");
        await File.WriteAllBytesAsync(planFile, plan, cancellationToken);
        // By its name, for which environment it will be is not known yet.
        return ["sh", "-c", Prepare, "sh", planFile, memo, .. Direct(rest, "python3", environment)];
    }

    private void Announce(PythonInterpreter python, PythonFiles files, SortedDictionary<string, string> environment)
    {
        environment["GYRE_PYTHON"] = python.Executable;
        environment["GYRE_PYTHON_PREFIX"] = python.Prefix;
        environment["GYRE_PYTHON_HOME"] = _home;
        environment["GYRE_PYTHON_STATE"] = _state;
        environment["PATH"] = string.Join(Path.PathSeparator, files.Programs, Path.Join(_state, "bin"), environment["PATH"]);
        var modules = python.HasSdk && !insteadOfSdk ? files.Common : files.Common + Path.PathSeparator + files.Sdk;
        environment["PYTHONPATH"] = environment.TryGetValue("PYTHONPATH", out var own) && own.Length > 0 ? modules + Path.PathSeparator + own : modules;
        // What the component's shell text leaves behind goes with the attempt. A socket in a longer path could not be opened.
        if (!environment.ContainsKey("TMPDIR") && Encoding.UTF8.GetByteCount(_state) <= MaxTemporaryPath)
            environment["TMPDIR"] = folder.Scratch;
    }

    /// <summary>
    /// Where it is remembered what installations came to, so that from the second time on no interpreter is started for them; the first time all of them are done
    /// by one.
    /// </summary>
    private string Memo(byte[] plan, PythonInterpreter python, SortedDictionary<string, string> environment)
    {
        var options = environment.Where(variable => variable.Key.StartsWith("PIP_", StringComparison.Ordinal)).Select(variable => $"{variable.Key}={variable.Value}");
        return Path.Join(_home, "installed", Digest.Of(string.Join('\0', [python.Identity, Encoding.UTF8.GetString(plan), .. options])).Hex[..32]);
    }

    /// <summary>The interpreter to use when installations need not be done again; null when they must be.</summary>
    private string? Remembered(string memo, PythonInterpreter python)
    {
        if (!File.Exists(memo))
            return null;
        var environment = File.ReadAllText(memo).Trim();
        if (environment == "-")
            return python.Executable;
        var interpreter = Path.Join(environment, "bin", "python3");
        if (!File.Exists(Path.Join(environment, "recipe.json")) || !File.Exists(interpreter))
            return null;
        LastUse.Note(Path.Join(environment, "recipe.json"), TimeProvider.System);
        File.WriteAllText(Path.Join(_state, "environment"), environment + "\n");
        File.CreateSymbolicLink(Path.Join(_state, "bin"), Path.Join(environment, "bin"));
        return interpreter;
    }

    /// <summary>A component's source goes into a file here and not in a shell, which would cost several processes and bounds its length.</summary>
    private ImmutableArray<string> Direct(ImmutableArray<string> arguments, string interpreter, SortedDictionary<string, string> environment)
    {
        if (PythonPrelude.Source(arguments, out var rest) is not { } source)
            return arguments;
        var module = Path.Join(Directory.CreateDirectory(Path.Join(_state, "source")).FullName, "ephemeral_component.py");
        File.WriteAllText(module, source);
        environment["_KFP_RUNTIME"] = "true";
        return [interpreter, "-m", "kfp.dsl.executor_main", "--component_module_path", module, .. rest];
    }
}
