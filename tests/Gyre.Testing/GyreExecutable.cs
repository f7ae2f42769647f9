using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Gyre.Testing;

/// <summary>
/// The program <c>gyre</c> as a process: the file that <c>GYRE_PROGRAM</c> names, else the one in <c>artifacts/program</c> that <c>eng/Program.proj</c> compiled ahead of
/// time, when it is of the build under test, else the one that the build put beside the tests.
/// </summary>
public static class GyreExecutable
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "gyre.exe" : "gyre";
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Absolute.</summary>
    public static string Path => Found.Value;

    /// <summary>A start of it with its output read by the test.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // It looks for the runtime in the usual places; the one that runs the tests may be elsewhere.
        start.Environment.TryAdd("DOTNET_ROOT", System.IO.Path.GetFullPath(System.IO.Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
        return start;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("GYRE_PROGRAM") is { Length: > 0 } given)
            return given;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (!File.Exists(System.IO.Path.Join(folder, "Gyre.slnx")))
                continue;
            var compiled = System.IO.Path.Join(folder, "artifacts", "program");
            if (File.Exists(System.IO.Path.Join(compiled, Name)) && IsOfThisBuild(compiled))
                return System.IO.Path.Join(compiled, Name);
            break;
        }
        return System.IO.Path.Join(AppContext.BaseDirectory, Name);
    }

    /// <summary>Compiling ahead of time leaves the identity of a module as it was; an older or half made program has others.</summary>
    private static bool IsOfThisBuild(string folder) =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => System.IO.Path.GetFileName(file).StartsWith("gyre", StringComparison.OrdinalIgnoreCase))
            .Select(file => (Here: file, There: System.IO.Path.Join(folder, System.IO.Path.GetFileName(file))))
            .Where(pair => File.Exists(pair.There) || System.IO.Path.GetFileName(pair.Here) == "gyre.dll")
            .All(pair => File.Exists(pair.There) && IdentityOf(pair.Here) == IdentityOf(pair.There));

    private static Guid IdentityOf(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        var metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
