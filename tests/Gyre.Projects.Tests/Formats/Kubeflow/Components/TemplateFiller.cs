using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow.Components;

/// <summary>Fills templates by their meaning, written apart from the supervisor.</summary>
internal sealed class TemplateFiller(Component component, string folder)
{
    private readonly Dictionary<string, Value> _values = component.Inputs.Where(input => input.Default is not null).ToDictionary(input => input.Name, input => input.Default!, StringComparer.Ordinal);

    public string PathOf(string name) => Path.Join(folder, name, "data");

    public void Give(JsonElement example)
    {
        if (example.TryGetProperty("arguments", out var arguments))
        {
            foreach (var argument in arguments.EnumerateObject())
                _values[argument.Name] = ValueJson.Parse(argument.Value.GetRawText());
        }
        if (!example.TryGetProperty("artifacts", out var artifacts))
            return;
        foreach (var artifact in artifacts.EnumerateObject())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(artifact.Name))!);
            File.WriteAllText(PathOf(artifact.Name), artifact.Value.GetString());
            _values[artifact.Name] = Value.True;
        }
    }

    public IEnumerable<string> Fill(ArgumentTemplate template) => template.Parts is [PresentPart alone]
        ? Branch(alone).SelectMany(Fill)
        : [string.Concat(template.Parts.Select(Text))];

    private ImmutableArray<ArgumentTemplate> Branch(PresentPart part) => _values.ContainsKey(part.Input) ? part.Then : part.Else;

    private string Text(TemplatePart part) => part switch
    {
        TextPart text => text.Text,
        PresentPart present => string.Concat(Branch(present).SelectMany(Fill)),
        PlaceholderPart { Kind: PlaceholderKind.InputValue, Name: var name } => _values[name!].ToString(),
        PlaceholderPart { Kind: PlaceholderKind.InputPath or PlaceholderKind.OutputPath or PlaceholderKind.OutputValueFile, Name: var name } => PathOf(name!),
        _ => throw new InvalidOperationException(part.ToString()),
    };
}
