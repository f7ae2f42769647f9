using System.Collections.Concurrent;
using Gyre.Client.Logging;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Where things lie in a folder store: <c>EXPERIMENT/RUN/{meta.yaml,metrics,params,tags,artifacts}</c>, <c>.trash</c>, <c>models</c>.</summary>
internal sealed class FolderLayout(string root)
{
    public const string Meta = "meta.yaml";
    public const string DefaultExperimentId = "0";

    private readonly ConcurrentDictionary<string, string> _runs = new(StringComparer.Ordinal);

    public string Root { get; } = Path.GetFullPath(root);

    public string Trash => Path.Join(Root, ".trash");

    public string Models => Path.Join(Root, "models");

    public string Experiment(string id) => Path.Join(Root, id);

    public static string Uri(string folder) => new Uri(folder).AbsoluteUri;

    /// <summary>The folders of experiments, the deleted ones last.</summary>
    public IEnumerable<string> Experiments() => Folders(Root).Where(folder => Path.GetFileName(folder) is not (".trash" or "models")).Concat(Folders(Trash));

    /// <summary>The folders of an experiment's runs.</summary>
    public static IEnumerable<string> Runs(string experiment) => Folders(experiment);

    /// <summary>The folder of an experiment, deleted or not; null when there is none.</summary>
    public string? FindExperiment(string id) => !IsId(id) ? null
        : new[] { Path.Join(Root, id), Path.Join(Trash, id) }.FirstOrDefault(folder => File.Exists(Path.Join(folder, Meta)));

    /// <summary>The folder of a run; null when there is none.</summary>
    public string? FindRun(string id)
    {
        if (!IsId(id))
            return null;
        // Runs move only with their experiment, to the trash and back.
        if (_runs.TryGetValue(id, out var known) && File.Exists(Path.Join(known, Meta)))
            return known;
        var found = Experiments().Select(experiment => Path.Join(experiment, id)).FirstOrDefault(folder => File.Exists(Path.Join(folder, Meta)));
        if (found is not null)
            _runs[id] = found;
        return found;
    }

    /// <summary>The file of a key whose rules were checked.</summary>
    /// <param name="folder"><c>metrics</c>, <c>params</c> or <c>tags</c> of a run.</param>
    /// <param name="key">With <c>/</c> for sub-folders.</param>
    public static string KeyFile(string folder, string key)
    {
        KeyRules.Check("key", key);
        // Windows reads some names that the rules allow as devices or streams.
        return OperatingSystem.IsWindows() ? SafePath.Parse(key).Under(folder) : Path.Join([folder, .. key.Split('/')]);
    }

    /// <summary>All key files below a folder, by key.</summary>
    public static IEnumerable<(string Key, string File)> Keys(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), file)).OrderBy(pair => pair.Item1, StringComparer.Ordinal);

    private static IEnumerable<string> Folders(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateDirectories(folder).Where(child => File.Exists(Path.Join(child, Meta))).Order(StringComparer.Ordinal);

    private static bool IsId(string id) => id.Length is > 0 and <= 256 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
