using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>Stores what a step left under its outputs folder.</summary>
/// <param name="root">That folder.</param>
/// <param name="options">The limits.</param>
/// <param name="warn">Told what is not stored.</param>
/// <param name="hasSidecars">Whether files of certain names tell of others; else each file is itself alone.</param>
internal sealed class OutputCollector(string root, SupervisorOptions options, Action<string> warn, bool hasSidecars = true)
{
    private const int MaxDepth = SafePath.MaxSegments;
    private readonly List<(string Path, long Size)> _files = [];
    private long _bytes;

    /// <summary>Whether a limit was reached, so that not everything was stored.</summary>
    public string? Exceeded { get; private set; }

    /// <summary>Stores every file and gives them with their properties, by path. Links and special files are refused with a warning.</summary>
    /// <param name="openBlobs">Opens the artifact store.</param>
    /// <param name="early">Files that were stored while the step ran; of two with one name both are kept, the later one under a number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<OutputFile>> CollectAsync(
        Func<Task<IBlobStore>> openBlobs, IReadOnlyList<OutputFile> early, CancellationToken cancellationToken)
    {
        if (Directory.Exists(root) && FileKinds.Look(root)?.Kind == FileKind.Folder)
            Walk(root, "", 0);
        if (_files.Count == 0 && early.Count == 0)
            return [];
        var sidecars = new OutputSidecars(root, hasSidecars ? _files.ConvertAll(file => file.Path) : [], early.Select(file => file.Path), warn);
        var blobs = await openBlobs();
        var outputs = early.Select(file => file with { Metadata = sidecars.Find(file.Path) }).ToList();
        foreach (var (path, _) in _files.Where(file => !sidecars.IsSidecar(file.Path)))
        {
            var blob = await blobs.PutFileAsync(Path.Join(root, path), cancellationToken);
            var (md5, sha1) = FileChecksums.Of(Path.Join(root, path));
            outputs.Add(new OutputFile { Path = path, Digest = blob.Digest, SizeInBytes = blob.SizeInBytes, Md5 = md5, Sha1 = sha1, Metadata = sidecars.Find(path) });
        }
        sidecars.WarnOfUnused();
        return [.. Distinct(outputs).OrderBy(output => output.Path, StringComparer.Ordinal)];
    }

    /// <summary>A name that was finished twice names two files.</summary>
    private static IEnumerable<OutputFile> Distinct(List<OutputFile> outputs)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in outputs)
            yield return output with { Path = FreeNames.Take(output.Path, taken) };
    }

    private void Walk(string folder, string prefix, int depth)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = prefix + Path.GetFileName(path);
            if (Exceeded is not null)
                return;
            if (!SafePath.TryParse(name, out var safe, out var reason) || safe.ToString() != name)
            {
                warn($"The output '{name}' was not stored: {reason ?? "its name is not in Unicode form NFC"}.");
                continue;
            }
            Visit(path, name, depth);
        }
    }

    private void Visit(string path, string name, int depth)
    {
        switch (FileKinds.Look(path))
        {
            case (FileKind.File, var size):
                Add(name, size);
                break;
            case (FileKind.Folder, _) when depth < MaxDepth:
                Walk(path, name + "/", depth + 1);
                break;
            case (FileKind.Link, _):
                warn($"The output '{name}' was not stored: it is a link.");
                break;
            default:
                warn($"The output '{name}' was not stored: it is not a regular file.");
                break;
        }
    }

    private void Add(string name, long size)
    {
        _bytes += size;
        if (_files.Count >= options.MaxOutputFiles)
            Exceeded = string.Create(
                CultureInfo.InvariantCulture,
                $"The step wrote more than {options.MaxOutputFiles} files; the remaining files were not stored.");
        else if (_bytes > options.MaxOutputBytes)
            Exceeded = string.Create(
                CultureInfo.InvariantCulture,
                $"The step wrote more than {options.MaxOutputBytes} bytes; '{name}' and the remaining files were not stored.");
        else
            _files.Add((name, size));
    }
}

/// <summary>Properties of output files in files beside them.</summary>
internal sealed class OutputSidecars
{
    private const int MaxBytes = 16 << 20;
    private readonly Dictionary<string, MapValue> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MapValue> _common = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sidecars = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths;
    private readonly Action<string> _warn;

    /// <param name="root">The outputs folder.</param>
    /// <param name="paths">Files in it.</param>
    /// <param name="others">Outputs that are no longer in it.</param>
    /// <param name="warn">Told what is odd.</param>
    public OutputSidecars(string root, List<string> paths, IEnumerable<string> others, Action<string> warn)
    {
        _warn = warn;
        _paths = new HashSet<string>(paths.Concat(others), StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (path == StepContract.CommonSidecar)
                ReadCommon(Path.Join(root, path), path);
            else if (path.EndsWith(StepContract.SidecarSuffix, StringComparison.Ordinal))
                ReadOwn(Path.Join(root, path), path);
        }
    }

    /// <summary>Whether a file is no output but tells of one.</summary>
    public bool IsSidecar(string path) => _sidecars.Contains(path);

    /// <summary>The properties of a file, or null. The common file wins over the file's own, property by property.</summary>
    public Value? Find(string path)
    {
        var common = _common.GetValueOrDefault(path);
        if (!_own.TryGetValue(path, out var own))
            return common;
        return common is null ? own : Merge(own, common);
    }

    /// <summary>Says which properties belong to no file.</summary>
    public void WarnOfUnused()
    {
        foreach (var path in _common.Keys.Where(path => !_paths.Contains(path)).Order(StringComparer.Ordinal))
            _warn($"'{StepContract.CommonSidecar}' describes '{path}', which is not an output.");
    }

    private static MapValue Merge(MapValue first, MapValue second) =>
        new([.. first.Entries.Select(entry => new KeyValuePair<string, Value>(entry.Key, second.Find(entry.Key) ?? entry.Value)),
            .. second.Entries.Where(entry => first.Find(entry.Key) is null)]);

    private void ReadOwn(string file, string path)
    {
        _sidecars.Add(path);
        var subject = path[..^StepContract.SidecarSuffix.Length];
        if (ReadLines(file, path) is not { } lines)
            return;
        if (MetadataReader.Read(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines).Replace('\n', ' ')), out _) is { } properties)
            _own[subject] = properties;
        else
            _warn($"'{path}' was ignored: it is not a JSON object.");
        if (!_paths.Contains(subject))
            _warn($"'{path}' describes '{subject}', which is not an output.");
    }

    private void ReadCommon(string file, string path)
    {
        _sidecars.Add(path);
        var number = 0;
        foreach (var line in ReadLines(file, path) ?? [])
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var entry = MetadataReader.Read(System.Text.Encoding.UTF8.GetBytes(line), out _);
            if (entry?.Find("file") is TextValue subject && entry.Find("metadata") is MapValue properties)
                _common[subject.Text] = _common.TryGetValue(subject.Text, out var before) ? Merge(before, properties) : properties;
            else
                _warn(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {number} of '{path}' was ignored: it is not an object with 'file' and 'metadata'."));
        }
    }

    private string[]? ReadLines(string file, string path)
    {
        try
        {
            if (new FileInfo(file).Length <= MaxBytes)
                return File.ReadAllLines(file);
            _warn(string.Create(CultureInfo.InvariantCulture, $"'{path}' was ignored: it is larger than {MaxBytes} bytes."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            _warn($"'{path}' was ignored: {exception.Message}");
        }
        return null;
    }
}
