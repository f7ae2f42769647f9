using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Pipelines.Machine;

/// <summary>Files that edges and defaults bring, as the artifacts that a component takes.</summary>
internal static class FileArtifacts
{
    public static ImmutableArray<NamedArtifacts> Of(Component? component, ImmutableArray<InputOrder> inputs)
    {
        if (component is null)
            return [];
        return [.. inputs.Where(input => !input.Files.IsEmpty).Select(input => new NamedArtifacts(input.Name, Of(input, component.Inputs.FirstOrDefault(declared => declared.Name == input.Name))))];
    }

    /// <summary>A list takes each file as an artifact; else several files are one folder.</summary>
    private static ImmutableArray<Artifact> Of(InputOrder input, ComponentInput? declared)
    {
        var type = declared?.ArtifactType ?? ArtifactType.Any;
        if (declared is { IsList: true } || input.Files.Length == 1)
            return [.. input.Files.Select(file => new Artifact { Name = Path.GetFileName(file.Name), Type = type, Files = [new ArtifactFile("", file.Digest, file.SizeInBytes)] })];
        return [new Artifact { Name = input.Name, Type = type, Files = [.. input.Files.Select(file => new ArtifactFile(file.Name, file.Digest, file.SizeInBytes))] }];
    }
}
