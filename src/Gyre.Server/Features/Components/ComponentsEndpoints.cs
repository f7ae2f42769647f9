using Gyre.Contracts;
using Gyre.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Components;

/// <summary>Components that steps run with <c>uses:</c>.</summary>
internal static class ComponentsEndpoints
{
    public static void MapComponents(this IEndpointRouteBuilder app) => app.MapFeature("/components", "Components")
        .MapGet("", ListComponents).WithName(nameof(ListComponents)).WithSummary("List the components that come with the program");

    private static Ok<ComponentList> ListComponents(ServerServices services) =>
        TypedResults.Ok(new ComponentList { Components = [.. services.Language.Components.All.Select(Of)] });

    private static ComponentInfo Of(Component component) => new()
    {
        Name = component.Name,
        Description = component.Description,
        Inputs = [.. component.Inputs.Select(Of)],
        Outputs =
        [
            .. component.Outputs.Select(static output => new ComponentOutputInfo(
                output.Name,
                TypeOf(output.ParameterType, output.ArtifactType, output.IsList),
                output.ArtifactType is not null,
                output.Description)),
        ],
    };

    private static ComponentInputInfo Of(ComponentInput input) => new()
    {
        Name = input.Name,
        Type = TypeOf(input.ParameterType, input.ArtifactType, input.IsList),
        Artifact = input.ArtifactType is not null,
        Optional = input.Optional,
        Default = input.Default,
        Description = input.Description,
    };

    private static string TypeOf(ParameterType? parameter, ArtifactType? artifact, bool isList)
    {
        var type = parameter is { } value ? KebabCase.Of(value) : artifact?.Title ?? "";
        return isList ? $"list of {type}" : type;
    }
}
