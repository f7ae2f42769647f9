using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>The runtime of Python components as it lies in a home: once for each version of it, whole or not at all.</summary>
internal sealed class PythonFiles
{
    private const string Module = "gyre_component_runtime";
    private static readonly byte[] Runtime = ReadRuntime();
    private static readonly ConcurrentDictionary<string, PythonFiles> Known = new(StringComparer.Ordinal);

    private static readonly (string Path, string Text)[] Names =
    [
        ("sdk/kfp/__init__.py", $"import {Module} as _runtime\nfrom kfp import dsl\n__version__ = _runtime.VERSION\nclient = compiler = components = local = registry = _runtime._StandIn()\nClient = _runtime._StandIn\n"),
        ("sdk/kfp/dsl/__init__.py", $"from {Module} import *\nfrom {Module} import __all__\n"),
        ("sdk/kfp/dsl/executor_main.py", $"from {Module} import executor_main\n\nif __name__ == '__main__':\n    executor_main()\n"),
        // Who imports it as a library gets the real one.
        ("common/pip/__init__.py", $"""
            import sys

            if sys.argv[:1] != ['-m']:
                import os
                _own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
                _paths, sys.path = sys.path, [path for path in sys.path if os.path.abspath(path or '.') != _own]
                del sys.modules['pip']
                try:
                    import pip as _real
                finally:
                    sys.path = _paths
                sys.modules['pip'] = _real

            """),
        ("common/pip/__main__.py", $"import sys\nfrom {Module} import pip_main\n\nsys.exit(pip_main())\n"),
        ("bin/python3", """
            #!/bin/sh
            if [ -r "$GYRE_PYTHON_STATE/environment" ] && read -r environment < "$GYRE_PYTHON_STATE/environment"; then
              exec "$environment/bin/python3" "$@"
            fi
            exec "$GYRE_PYTHON" "$@"

            """),
        ("bin/pip", "#!/bin/sh\nexec \"${0%/*}/python3\" -m pip \"$@\"\n"),
    ];

    private static readonly Digest Version = Digest.Of(Encoding.UTF8.GetString(Runtime) + string.Concat(Names.Select(file => $"\0{file.Path}\0{file.Text}")));

    private static int _counter;

    private PythonFiles(string root) => Root = root;

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Programs in place of those of the machine.</summary>
    public string Programs => Path.Join(Root, "bin");

    /// <summary>Modules that every component sees.</summary>
    public string Common => Path.Join(Root, "common");

    /// <summary>Modules in place of the SDK.</summary>
    public string Sdk => Path.Join(Root, "sdk");

    /// <summary>Lays it out below a folder, unless it is there.</summary>
    public static PythonFiles In(string home) => Known.TryGetValue(home, out var known) && Directory.Exists(known.Root) ? known : Known[home] = LayOut(home);

    private static PythonFiles LayOut(string home)
    {
        var root = Path.Join(home, "runtime", Version.Hex[..16]);
        if (Directory.Exists(root))
            return new PythonFiles(root);
        DurableFile.CreateFolder(Path.Join(home, "runtime"));
        var beside = string.Create(CultureInfo.InvariantCulture, $"{root}.{Environment.MachineName}-{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}.unfinished");
        foreach (var (path, text) in Names)
            Write(Path.Join(beside, path), Encoding.UTF8.GetBytes(text));
        Write(Path.Join(beside, "common", Module + ".py"), Runtime);
        foreach (var (program, same) in (ReadOnlySpan<(string, string)>)[("python", "python3"), ("pip3", "pip")])
            File.CreateSymbolicLink(Path.Join(beside, "bin", program), same);
        try
        {
            Directory.Move(beside, root);
        }
        catch (IOException) when (Directory.Exists(root))
        {
            // Somebody else was first, with the same content.
            Directory.Delete(beside, recursive: true);
        }
        return new PythonFiles(root);
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows() && Path.GetExtension(path).Length == 0)
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static byte[] ReadRuntime()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("runtime/component_runtime.py")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
