using System.Text;
using Gyre.Client.Ending;
using Gyre.Client.Texts;

namespace Gyre.Client;

/// <summary>Files of a run. These calls come back when the file has arrived; they do not wait for values that are on their way.</summary>
public sealed partial class TrackingRun
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Uploads a file.</summary>
    /// <param name="file">A file of this machine.</param>
    /// <param name="folder">The folder among the artifacts, with <c>/</c> between names; null for the root.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TrackingException">It did not arrive.</exception>
    public Task LogArtifactAsync(string file, string? folder = null, CancellationToken cancellationToken = default) =>
        _services.Artifacts.PutFileAsync(FilesRoot(), file, folder, cancellationToken);

    /// <summary>Uploads everything below a folder; symbolic links are left out.</summary>
    /// <inheritdoc cref="LogArtifactAsync"/>
    public Task LogArtifactsAsync(string source, string? folder = null, CancellationToken cancellationToken = default) =>
        _services.Artifacts.PutFolderAsync(FilesRoot(), source, folder, cancellationToken);

    /// <summary>Writes a text as an artifact, in UTF-8.</summary>
    /// <param name="text">The content.</param>
    /// <param name="path">The place among the artifacts: <c>notes/readme.txt</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task LogTextAsync(string text, string path, CancellationToken cancellationToken = default) => LogBytesAsync(Utf8.GetBytes(text), path, cancellationToken);

    /// <summary>Writes a dictionary, list or object: as YAML when the path ends with <c>.yaml</c> or <c>.yml</c>, else as JSON.</summary>
    /// <inheritdoc cref="LogTextAsync"/>
    public Task LogDictAsync(object value, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return LogTextAsync(DictText.Of(value, path), path, cancellationToken);
    }

    /// <summary>Writes a figure as SVG text.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="path">The place among the artifacts, ending with <c>.svg</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The path has another ending, so that viewers would not show it.</exception>
    public Task LogFigureAsync(string svg, string path, CancellationToken cancellationToken = default) => Path.GetExtension(path) is ".svg" or ".html"
        ? LogTextAsync(svg, path, cancellationToken)
        : throw new ArgumentException($"The path of a figure in text form must end with .svg or .html, not '{path}'.", nameof(path));

    /// <summary>Writes a figure as the bytes of a picture.</summary>
    /// <param name="picture">PNG, JPEG or what the path's ending says.</param>
    /// <param name="path">The place among the artifacts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task LogFigureAsync(ReadOnlyMemory<byte> picture, string path, CancellationToken cancellationToken = default) => LogBytesAsync(picture.ToArray(), path, cancellationToken);

    /// <summary>Logs a model: its files, a generated description <c>MLmodel</c> unless there is one, and a version in the registry when asked for.</summary>
    /// <param name="name">The model's name in this run; none of <c>/ : . % " '</c>.</param>
    /// <param name="source">A file, or a folder that goes with everything below it.</param>
    /// <param name="description">What it is; null for a plain one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<LoggedModel> LogModelAsync(string name, string source, ModelDescription? description = null, CancellationToken cancellationToken = default)
    {
        _ = FilesRoot();
        return _services.Models.LogAsync(this, name, source, description ?? new ModelDescription(), cancellationToken);
    }

    /// <summary>Notes that the run uses some data. The same data a second time is noted once. Comes back when it has arrived, or lies in the spool.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="context">For what it is used: <c>training</c>, <c>validation</c>; null when nothing is said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The name or the digest is refused.</exception>
    /// <exception cref="TrackingException">It was not taken.</exception>
    public Task LogInputAsync(TrackingDataset dataset, string? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.Check();
        return _services.Writer.WriteInputAsync(RunId, new RunInput(dataset, context), _services.Ids.Next().ToString("N"), cancellationToken);
    }

    /// <summary>Blocks, as <see cref="LogInputAsync"/>.</summary>
    public void LogInput(TrackingDataset dataset, string? context = null) => Blocking.Run(() => LogInputAsync(dataset, context));

    /// <summary>Blocks, as <see cref="LogArtifactAsync"/>.</summary>
    public void LogArtifact(string file, string? folder = null) => Blocking.Run(() => LogArtifactAsync(file, folder));

    /// <summary>Blocks, as <see cref="LogArtifactsAsync"/>.</summary>
    public void LogArtifacts(string source, string? folder = null) => Blocking.Run(() => LogArtifactsAsync(source, folder));

    /// <summary>Blocks, as <see cref="LogTextAsync"/>.</summary>
    public void LogText(string text, string path) => Blocking.Run(() => LogTextAsync(text, path));

    /// <summary>Blocks, as <see cref="LogDictAsync"/>.</summary>
    public void LogDict(object value, string path) => Blocking.Run(() => LogDictAsync(value, path));

    /// <summary>Blocks, as <see cref="LogFigureAsync(string, string, CancellationToken)"/>.</summary>
    public void LogFigure(string svg, string path) => Blocking.Run(() => LogFigureAsync(svg, path));

    /// <summary>Blocks, as <see cref="LogFigureAsync(ReadOnlyMemory{byte}, string, CancellationToken)"/>.</summary>
    public void LogFigure(ReadOnlyMemory<byte> picture, string path) => Blocking.Run(() => LogFigureAsync(picture, path));

    /// <summary>Blocks, as <see cref="LogModelAsync"/>.</summary>
    public LoggedModel LogModel(string name, string source, ModelDescription? description = null) => Blocking.Run(() => LogModelAsync(name, source, description));

    internal Task PutAsync(string root, string path, Func<Stream> open, CancellationToken cancellationToken) => _services.Artifacts.PutAsync(root, null, path, open, cancellationToken);

    internal Task PutFolderAsync(string root, string source, string? folder, CancellationToken cancellationToken) => _services.Artifacts.PutFolderAsync(root, source, folder, cancellationToken);

    /// <exception cref="TrackingException">Nobody has a place for files of it yet.</exception>
    private string FilesRoot()
    {
        const string Remedy = "its values are spooled locally, but files require the server. Log files in a run that is started while the server is reachable.";
        return !IsOffline ? ArtifactUri : throw new TrackingException(
            $"Run '{RunId}' was started while the server was unreachable; {Remedy}")
        { IsUnreachable = true };
    }

    private Task LogBytesAsync(byte[] bytes, string path, CancellationToken cancellationToken) =>
        _services.Artifacts.PutAsync(FilesRoot(), null, path, () => new MemoryStream(bytes, writable: false), cancellationToken);
}
