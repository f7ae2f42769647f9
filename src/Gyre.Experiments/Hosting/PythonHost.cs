using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Hosting;

/// <summary>Starts Python with the adapter that hosts a class behind the contract of commands.</summary>
internal static class PythonHost
{
    private const string Adapter = "plan_component.py";
    private static int _extracted;

    /// <summary>A command for a class.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="name">Full name of the class.</param>
    /// <param name="role">What it is used as: <c>model</c>, <c>transform</c>, <c>metric</c>, <c>artifact</c> or <c>splitter</c>.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="more">Adds to each request; null for nothing.</param>
    public static ComponentCommand Command(
        string python, string name, string role, TrialContext context, Action<Utf8JsonWriter>? more = null) =>
        new([python, Extract(context.ScratchFolder)], context, json =>
        {
            json.WriteString("class", name);
            json.WriteString("role", role);
            more?.Invoke(json);
        });

    /// <summary>Writes a class with its parameters.</summary>
    public static void Write(Utf8JsonWriter json, ClassBlock block)
    {
        json.WriteStartObject();
        json.WriteString("class", block.Class);
        json.WritePropertyName("parameters");
        json.WriteRawValue(ValueJson.Write(block.Parameters));
        json.WriteEndObject();
    }

    /// <summary>Adds what a model is given beside its parameters.</summary>
    public static void Write(Utf8JsonWriter json, ClassBlock? loader, ImmutableArray<ClassBlock> callbacks)
    {
        if (loader is not null)
        {
            json.WritePropertyName("loader");
            Write(json, loader);
        }
        json.WriteStartArray("callbacks");
        foreach (var callback in callbacks)
            Write(json, callback);
        json.WriteEndArray();
    }

    private static string Extract(string scratch)
    {
        var folder = Path.Join(Path.GetFullPath(scratch), "python");
        var file = Path.Join(folder, Adapter);
        if (File.Exists(file))
            return file;
        Directory.CreateDirectory(folder);
        // Several may do it at once; each puts a whole file there.
        var own = Path.Join(folder, FormattableString.Invariant($"{Environment.ProcessId}-{Interlocked.Increment(ref _extracted)}"));
        using (var source = typeof(PythonHost).Assembly.GetManifestResourceStream($"hosting/{Adapter}")!)
        using (var target = File.Create(own))
            source.CopyTo(target);
        File.Move(own, file, overwrite: true);
        return file;
    }
}
