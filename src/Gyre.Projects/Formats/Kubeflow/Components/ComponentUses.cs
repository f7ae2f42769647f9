using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>Which inputs and outputs the command takes as files: a type's name alone does not say it.</summary>
internal sealed class ComponentUses
{
    private readonly Dictionary<string, YamlPlace> _inputFiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlPlace> _outputFiles = new(StringComparer.Ordinal);

    /// <summary>Where an input is first taken as a file, or null.</summary>
    public YamlPlace? InputFile(string name) => _inputFiles.TryGetValue(name, out var place) ? place : null;

    /// <summary>Where an output is first taken as more than the file of a value, or null.</summary>
    public YamlPlace? OutputFile(string name) => _outputFiles.TryGetValue(name, out var place) ? place : null;

    /// <summary>Walks over elements at any depth; the loader has bounded how many there are.</summary>
    public void Collect(YamlNode? node)
    {
        switch (node)
        {
            case YamlSequence list:
                foreach (var item in list.Items)
                    Collect(item);
                break;
            case YamlMapping map:
                foreach (var entry in map.Entries)
                    Collect(entry);
                break;
        }
    }

    private void Collect(YamlEntry entry)
    {
        if (entry.Value is not YamlScalar scalar)
            Collect(entry.Value);
        else if (entry.Key is "inputPath" or "inputUri" or "inputMetadata")
            _inputFiles.TryAdd(ComponentNames.Of(scalar.Text), scalar.Place);
        else if (entry.Key is "outputUri" or "outputMetadata")
            _outputFiles.TryAdd(ComponentNames.Of(scalar.Text), scalar.Place);
    }
}
