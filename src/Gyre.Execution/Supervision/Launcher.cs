using System.Reflection;
using System.Text;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>Makes <c>gyre</c> callable from steps.</summary>
internal static class Launcher
{
    /// <summary>A folder with a program <c>gyre</c>.</summary>
    public static string Folder(SupervisorOptions options, string home)
    {
        if (options.LauncherFolder is { } given)
            return given;
        var folder = Path.Join(Path.GetFullPath(home), "bin");
        var (name, text) = Script();
        var path = Path.Join(folder, name);
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return folder;
        DurableFile.CreateFolder(folder);
        DurableFile.Replace(path, Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static (string Name, string Text) Script()
    {
        var program = Environment.ProcessPath ?? "gyre";
        var assembly = Assembly.GetEntryAssembly()?.Location ?? "";
        var viaHost = Path.GetFileNameWithoutExtension(program) == "dotnet" && assembly.Length > 0;
        if (OperatingSystem.IsWindows())
            return ("gyre.cmd", $"@\"{program}\"{(viaHost ? $" \"{assembly}\"" : "")} %*\r\n");
        return ("gyre", $"#!/bin/sh\nexec {Quote(program)}{(viaHost ? " " + Quote(assembly) : "")} \"$@\"\n");
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
}
