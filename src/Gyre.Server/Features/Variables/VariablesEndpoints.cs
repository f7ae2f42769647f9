using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Variables;

/// <summary>Variables of projects. The value of a secret goes in and never comes out.</summary>
internal static class VariablesEndpoints
{
    public static void MapVariables(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/variables", "Variables");
        group.MapGet("", ListVariables).WithName(nameof(ListVariables))
            .WithSummary("List variables of projects; values of secrets are left out")
            .TakesQuery("project", "Only variables of this project");
        group.MapPut("/{project}/{name}", PutVariable).WithName(nameof(PutVariable)).TakesJson<PutVariableRequest>()
            .WithMetadata(new RepeatableAsIs()).WithSummary("Set a variable of a project; the value of a secret is never shown again");
        group.MapDelete("/{project}/{name}", DeleteVariable).WithName(nameof(DeleteVariable))
            .WithSummary("Remove a variable of a project");
    }

    private static async Task<Ok<VariableList>> ListVariables(
        HttpContext context, IVariables variables, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "project");
        var project = context.Request.Query["project"] is [{ Length: > 0 } name] ? name : null;
        return TypedResults.Ok(VariableViews.Of(await variables.ListAsync(project, cancellationToken)));
    }

    private static async Task<Results<Created<VariableInfo>, Ok<VariableInfo>>> PutVariable(
        string project, string name, HttpContext context, IVariables variables, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.PutVariableRequest);
        var isNew = await variables.SetAsync(project, name, body.Value, body.Secret ?? false, context.Caller().Name, cancellationToken);
        var found = (await variables.ListAsync(project, cancellationToken)).First(variable => variable.Name == name);
        var info = VariableViews.Of(found);
        return isNew ? TypedResults.Created($"/api/v1/variables?project={Uri.EscapeDataString(project)}", info) : TypedResults.Ok(info);
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteVariable(
        string project, string name, HttpContext context, IVariables variables, CancellationToken cancellationToken) =>
        await variables.UnsetAsync(project, name, context.Caller().Name, cancellationToken) ? TypedResults.NoContent()
            : Problems.NotFound("variable", name);
}
