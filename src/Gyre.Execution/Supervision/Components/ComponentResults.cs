using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Formats.Kubeflow;
using Gyre.Execution.Layout;
using Gyre.Storage;

namespace Gyre.Execution.Supervision.Components;

/// <summary>What a component gave: values by its report or in files, and artifacts.</summary>
internal sealed class ComponentResults(
    ComponentOrder order, AttemptFolder folder, ComponentPlaces places, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, Action<string> warn)
{
    /// <summary>The result of an attempt is one document; who has more to give has an artifact for it.</summary>
    public const int MaxBytes = 8 << 20;

    private const int ShownCharacters = 100;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private long _bytes;

    /// <summary>Takes the report out of the outputs, of which it is none.</summary>
    /// <returns>Its content; null when there is none.</returns>
    /// <exception cref="ResultException">It is no plain file, or too large.</exception>
    public byte[]? TakeReport()
    {
        if (FileKinds.Look(places.ReportFile) is not { } found)
            return null;
        if (found.Kind != FileKind.File)
            throw new ResultException("The component's report is not a regular file.");
        try
        {
            Count(found.SizeInBytes);
            return File.ReadAllBytes(places.ReportFile);
        }
        finally
        {
            File.Delete(places.ReportFile);
        }
    }

    /// <summary>The value of each output that is one.</summary>
    /// <exception cref="ResultException">One is missing or of another type.</exception>
    public MapValue Values(ComponentReport report) => new([.. order.Component.Outputs
        .Where(output => output.ParameterType is not null)
        .Select(output => new KeyValuePair<string, Value>(output.Name, ValueOf(output.Name, output.ParameterType!.Value, report)))]);

    /// <summary>The artifacts of each output that is none.</summary>
    /// <param name="report">What the component said of them.</param>
    /// <param name="outputs">Files of the outputs folder, stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ResultException">One could not be stored.</exception>
    public async Task<ImmutableArray<NamedArtifacts>> ArtifactsAsync(ComponentReport report, ImmutableArray<OutputFile> outputs, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<NamedArtifacts>();
        foreach (var output in order.Component.Outputs.Where(output => output.ParameterType is null))
        {
            var items = ImmutableArray.CreateBuilder<Artifact>();
            var reported = report.Artifacts.GetValueOrDefault(output.Name, []);
            if (reported.IsEmpty && !(output.IsList && report.Artifacts.ContainsKey(output.Name)))
                reported = [new ReportedArtifact(null, null, null, new MapValue([]))];
            if (!output.IsList && reported.Length > 1)
                throw new ResultException(
                    $"The output '{output.Name}' must be a single artifact, but the component's report has {reported.Length}.");
            foreach (var one in reported)
                items.Add(await ArtifactAsync(output, one, outputs, cancellationToken));
            all.Add(new NamedArtifacts(output.Name, items.ToImmutable()));
        }
        return all.ToImmutable();
    }

    /// <summary>Says what the component reported and nobody declared.</summary>
    public void WarnOfUndeclared(ComponentReport report)
    {
        var declared = order.Component.Outputs.ToDictionary(output => output.Name, output => output.ParameterType is not null, StringComparer.Ordinal);
        var others = report.Values.Entries.Where(entry => !declared.GetValueOrDefault(entry.Key)).Select(entry => entry.Key)
            .Concat(report.Artifacts.Keys.Where(name => !declared.TryGetValue(name, out var isValue) || isValue));
        foreach (var name in others.Take(20))
            warn($"The component's report contains '{name}', which is not a declared output of that kind.");
    }

    private Value ValueOf(string output, ParameterType type, ComponentReport report)
    {
        if (report.Values.Find(output) is { IsNull: false } value)
            return ComponentText.Convert(type, value) ?? throw WrongType(output, type, ComponentText.Of(value));
        if (ReadValueFile(output) is not { } text)
            throw new ResultException(
                $"The component provided no value for its output '{output}', neither in its report nor in the output file.");
        return ComponentText.Parse(type, text) ?? throw WrongType(output, type, text);
    }

    private string? ReadValueFile(string output)
    {
        var path = places.ValueFile(output);
        switch (FileKinds.Look(path))
        {
            case null:
                return null;
            case (FileKind.File, var size):
                Count(size);
                break;
            default:
                throw new ResultException($"The file of output '{output}' is not a regular file.");
        }
        try
        {
            return Strict.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException)
        {
            throw new ResultException($"The value of output '{output}' is not valid UTF-8 text.");
        }
    }

    private static ResultException WrongType(string output, ParameterType type, string text)
    {
        var shown = text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "...";
        return new ResultException($"The output '{output}' is declared as {NameOf(type)}, but the component returned: {shown}");
    }

    private static string NameOf(ParameterType type) => type switch
    {
        ParameterType.String => "a string",
        ParameterType.Integer => "an integer",
        ParameterType.Float => "a number",
        ParameterType.Flag => "true or false",
        ParameterType.List => "a list",
        _ => "a map",
    };

    private void Count(long bytes)
    {
        _bytes += bytes;
        if (_bytes > MaxBytes)
        {
            throw new ResultException(string.Create(
                CultureInfo.InvariantCulture, $"The component's values are together larger than {MaxBytes} bytes. Return large values as artifacts."));
        }
    }

    private async Task<Artifact> ArtifactAsync(ComponentOutput output, ReportedArtifact reported, ImmutableArray<OutputFile> outputs, CancellationToken cancellationToken)
    {
        var artifact = new Artifact
        {
            Name = output.IsList ? reported.Name ?? output.Name : output.Name,
            Type = output.ArtifactType ?? ArtifactType.Any,
            Metadata = Merge(output.Metadata, reported.Metadata),
        };
        var uri = reported.Uri ?? places.OutputPath(output.Name);
        if (reported.CustomPath is null && ArtifactPaths.IsRemote(uri))
            return artifact with { Uri = uri };
        var path = reported.CustomPath ?? ArtifactPaths.Of(uri);
        if (Inside(folder.Outputs, Path.GetFullPath(path, folder.Repository)) is { } own)
            return artifact with { Files = Among(outputs, own) };
        var files = await new ArtifactCollector(folder, openBlobs, options, warn).CollectAsync(output.Name, path, cancellationToken);
        return files is null ? artifact with { Uri = uri } : artifact with { Files = files.Value };
    }

    /// <summary>The files of a folder or the one of that name.</summary>
    private static ImmutableArray<ArtifactFile> Among(ImmutableArray<OutputFile> outputs, string path) =>
    [
        .. outputs.Where(file => file.Path == path || file.Path.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(file => new ArtifactFile(file.Path.Length == path.Length ? "" : file.Path[(path.Length + 1)..], file.Digest, file.SizeInBytes)),
    ];

    private static string? Inside(string root, string path) =>
        path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path[(root.Length + 1)..].TrimEnd('/').Replace('\\', '/') : null;

    private static MapValue Merge(MapValue first, MapValue second) =>
        new([.. first.Entries.Select(entry => new KeyValuePair<string, Value>(entry.Key, second.Find(entry.Key) ?? entry.Value)),
            .. second.Entries.Where(entry => first.Find(entry.Key) is null)]);
}
