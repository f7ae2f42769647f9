using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Execution;

namespace Gyre.Experiments.Hosting;

/// <summary>A program that does the work of a component, one thing at a time, by files in a folder of its own.</summary>
/// <param name="arguments">The program and its arguments; the folder follows as the last one.</param>
/// <param name="context">What the component is made with.</param>
/// <param name="describe">Adds to each request what only this kind of program needs; null for nothing.</param>
internal sealed class ComponentCommand(
    ImmutableArray<string> arguments, TrialContext context, Action<Utf8JsonWriter>? describe = null) : IDisposable
{
    public const string Request = "request.json";
    public const string FolderVariable = "GYRE_COMPONENT_FOLDER";

    private const int Version = 1;
    private static int _folders;

    private string? _folder;

    public TrialContext Context => context;

    /// <summary>The folder of the files; it stays between calls.</summary>
    public string Folder => _folder ??= MakeFolder();

    /// <summary>Starts the program and waits for its end.</summary>
    /// <param name="action">What it is asked to do.</param>
    /// <param name="rows">What the examples look like, and where their files are; null when there are none.</param>
    /// <param name="more">Adds to the request.</param>
    /// <param name="cancellationToken">Ends it, with everything that it has started.</param>
    /// <exception cref="InvalidInputException">It cannot be started or did not end well.</exception>
    public async Task RunAsync(string action, TrialRows? rows, Action<Utf8JsonWriter>? more, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await WriteRequestAsync(action, rows, more, cancellationToken).ConfigureAwait(false);
        var output = new ComponentOutput(context.Log);
        await using var process = Start(output);
        var end = await process.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode == 0)
            return;
        var last = output.LastErrors;
        throw HostingRefusals.Of(
            "component.failed",
            $"The command '{Name}' could not do '{action}': it ended with {end}. "
                + (last.Length > 0 ? $"It said:\n{last}" : "It said nothing."),
            "Correct the program, or the parameters that the plan gives to it.");
    }

    /// <summary>Removes files of an earlier call.</summary>
    public void Forget(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Join(Folder, name);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        try
        {
            if (_folder is not null)
                Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody needs it afterwards; what made it removes the folder around it.
        }
        _folder = null;
    }

    private string Name => HostingRefusals.Shown(string.Join(' ', arguments));

    private ServiceProcess Start(ComponentOutput output)
    {
        // One folder, one seed, one result: what Python hashes must not change between two runs.
        var variables = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create(FolderVariable, Folder), KeyValuePair.Create("PYTHONUNBUFFERED", "1"),
            KeyValuePair.Create("PYTHONDONTWRITEBYTECODE", "1"), KeyValuePair.Create("PYTHONIOENCODING", "utf-8"),
            KeyValuePair.Create("PYTHONHASHSEED", ((uint)context.Seed).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ]);
        try
        {
            return ServiceProcess.Start(
                new ServiceOrder
                {
                    Program = [.. arguments, Folder],
                    Folder = Path.GetFullPath(context.CodeFolder),
                    Environment = variables,
                    Owner = ProcessMark.Create("component"),
                    Output = output.Say,
                    Error = output.Complain,
                },
                TimeProvider.System);
        }
        catch (IOException exception)
        {
            throw HostingRefusals.Of(
                "component.start", HostingRefusals.Shown(exception.Message), "Install the program, or name its path in the code folder.");
        }
    }

    private async Task WriteRequestAsync(
        string action, TrialRows? rows, Action<Utf8JsonWriter>? more, CancellationToken cancellationToken)
    {
        await using var file = File.Create(Path.Join(Folder, Request));
        await using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("do", action);
        json.WritePropertyName("parameters");
        json.WriteRawValue(ValueJson.Write(context.Parameters));
        json.WritePropertyName("schema");
        DatasetSchemas.Write(json, rows?.Schema ?? context.Schema);
        json.WriteString("output", context.Output.Name);
        json.WriteStartArray("classes");
        foreach (var one in context.Classes)
            json.WriteStringValue(one);
        json.WriteEndArray();
        json.WriteString("device", context.Device);
        json.WriteNumber("seed", context.Seed);
        json.WriteString("files", rows is { FilesFolder: { Length: > 0 } files } ? Path.GetFullPath(files) : "");
        if (rows?.Task is { } task)
            json.WriteNumber("task", task);
        else
            json.WriteNull("task");
        describe?.Invoke(json);
        more?.Invoke(json);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private string MakeFolder()
    {
        while (true)
        {
            var path = Path.GetFullPath(Path.Join(
                context.ScratchFolder, FormattableString.Invariant($"component-{Interlocked.Increment(ref _folders)}")));
            if (Directory.Exists(path))
                continue;
            Directory.CreateDirectory(path);
            return path;
        }
    }
}
