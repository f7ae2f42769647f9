using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>What placeholders of a place may name.</summary>
/// <param name="Owner">For messages: the task, component or executor.</param>
/// <param name="Refuse">Why a placeholder cannot stand there, or null.</param>
/// <param name="HasInput">Whether an input of the name is declared.</param>
internal sealed record TemplateScope(string Owner, Func<PlaceholderPart, string?> Refuse, Func<string, bool> HasInput)
{
    /// <summary>The arguments and variables of a program: everything, when the component declares it.</summary>
    public static TemplateScope OfProgram(string owner, Signature signature) => new(owner, part => RefuseInProgram(part, signature), name => signature.Input(name) is not null);

    /// <summary>Values, which are settled before anything runs: other values and facts of the run.</summary>
    public static TemplateScope OfValues(string owner, Func<string, bool> hasValue) => new(owner, part => RefuseInValue(part, hasValue), hasValue);

    private static string? RefuseInProgram(PlaceholderPart part, Signature signature) => part.Kind switch
    {
        PlaceholderKind.InputValue when !signature.HasValue(part.Name!) =>
            $"the component has no input parameter '{Names.Shown(part.Name!)}'",
        PlaceholderKind.InputPath or PlaceholderKind.InputUri or PlaceholderKind.InputMetadata or PlaceholderKind.InputArtifact when !signature.HasArtifact(part.Name!) =>
            $"the component has no input artifact '{Names.Shown(part.Name!)}'",
        PlaceholderKind.OutputValueFile when signature.Output(part.Name!) is not { ArtifactType: null } =>
            $"the component has no output parameter '{Names.Shown(part.Name!)}'",
        PlaceholderKind.OutputPath or PlaceholderKind.OutputUri or PlaceholderKind.OutputMetadata when signature.Output(part.Name!) is not { ArtifactType: not null } =>
            $"the component has no output artifact '{Names.Shown(part.Name!)}'",
        _ => null,
    };

    private static string? RefuseInValue(PlaceholderPart part, Func<string, bool> hasValue) => part.Kind switch
    {
        PlaceholderKind.InputValue => hasValue(part.Name!) ? null : $"no parameter '{Names.Shown(part.Name!)}' is in scope",
        PlaceholderKind.InputPath or PlaceholderKind.InputUri or PlaceholderKind.InputMetadata or PlaceholderKind.InputArtifact or PlaceholderKind.OutputValueFile or PlaceholderKind.OutputPath
            or PlaceholderKind.OutputUri or PlaceholderKind.OutputMetadata or PlaceholderKind.ReportFile or PlaceholderKind.WholeInput =>
                "its value is known only while the program runs",
        _ => null,
    };
}
