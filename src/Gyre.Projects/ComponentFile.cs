using Gyre.Core;
using Gyre.Projects.Formats.Kubeflow.Components;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects;

/// <summary>What a component file says.</summary>
/// <param name="Component">Null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors and warnings in document order.</param>
public sealed record ComponentReading(Component? Component, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads and writes component files: <c>component.yaml</c> with a container.</summary>
public static class ComponentFile
{
    /// <summary>The most bytes of a component file.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>
    /// Writes a component as a file that the kfp SDK reads too; read again, it has the same inputs, outputs and command.
    /// </summary>
    /// <param name="component">Its choices become a part of descriptions.</param>
    /// <param name="image">The container image; null for the component's own.</param>
    /// <exception cref="InvalidInputException">There is no image, or a container of a Kubeflow cluster could not run it.</exception>
    public static string Write(Component component, string? image)
    {
        ArgumentNullException.ThrowIfNull(component);
        return ComponentWriter.Write(component, image);
    }

    /// <summary>Reads bytes: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="fileName">For messages; also the name of a component that says none.</param>
    public static ComponentReading Read(ReadOnlySpan<byte> bytes, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        try
        {
            if (bytes.Length > MaxBytes)
                throw YamlText.Refuse(
                    fileName,
                    "component.too-large",
                    $"The file has {bytes.Length} bytes; component files may have at most {MaxBytes}.",
                    null,
                    default);
            return ComponentReader.Read(YamlLoader.Load(YamlText.Decode(bytes, fileName), fileName), fileName);
        }
        catch (InvalidInputException exception)
        {
            return new ComponentReading(null, exception.Diagnostics);
        }
    }
}
