using System.Globalization;
using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Serving;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Deployments;

/// <summary>Deployments and the changes of what they serve.</summary>
internal static class DeploymentsEndpoints
{
    private const int ShownChanges = 100;

    public static void MapDeployments(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/deployments", "Deployments").JudgesSteps();
        group.MapGet("", ListDeployments).WithName(nameof(ListDeployments)).WithSummary("List deployments by name");
        group.MapPost("", Deploy).WithName(nameof(Deploy)).TakesJson<DeployRequest>()
            .WithSummary("Add a version to a deployment, or create the deployment");
        group.MapGet("/{name}", GetDeployment).WithName(nameof(GetDeployment)).WithSummary("Get a deployment");
        group.MapDelete("/{name}", DeleteDeployment).WithName(nameof(DeleteDeployment))
            .WithSummary("Delete a deployment with its versions, decisions and rewards");
        group.MapGet("/{name}/versions", ListDeploymentVersions).WithName(nameof(ListDeploymentVersions))
            .WithSummary("List the versions of a deployment and the changes of what it serves, newest first");
        group.MapGet("/{name}/policy", GetDeploymentPolicy).WithName(nameof(GetDeploymentPolicy))
            .WithSummary("Get the policy file of a version").TakesQuery("version", "The version; default the champion");
        group.MapPost("/{name}/promote", PromoteVersion).WithName(nameof(PromoteVersion)).TakesJson<PromoteRequest>()
            .WithSummary("Make a version the champion; the alias of its model follows");
        group.MapPost("/{name}/rollback", RollBackDeployment).WithName(nameof(RollBackDeployment)).TakesJson<RollBackRequest>(optional: true)
            .WithSummary("Go back to the champion before the last promotion");
        group.MapPut("/{name}/route", ConfigureDeployment).WithName(nameof(ConfigureDeployment)).TakesJson<ConfigureDeploymentRequest>()
            .WithSummary("Change canaries, shadows or settings");
    }

    private static async Task<Ok<DeploymentList>> ListDeployments(
        HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return TypedResults.Ok(ContractViews.Of(await deployments.ListAsync(cancellationToken)));
    }

    private static async Task<Results<Ok<DeployedInfo>, Created<DeployedInfo>>> Deploy(
        HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.DeployRequest);
        _ = JsonBody.Entries("evidence", body.Evidence);
        if (context.Judge() is { } judge)
        {
            await judge.DemandDeploymentAsync(body.Name, cancellationToken);
            // A program would outlive the run, and read files of other projects.
            if (body.Command is not null)
                throw StepJudge.Forbid("A step does not deploy programs.", "Deploy it with a user's token.");
        }
        var added = await deployments.AddAsync(ServingRequests.Of(body, context.Caller().Name), cancellationToken);
        var info = ContractViews.Of(added);
        return added.IsNew ? TypedResults.Created($"/api/v1/deployments/{added.Deployment.Name}", info) : TypedResults.Ok(info);
    }

    private static async Task<Results<Ok<DeploymentInfo>, ProblemResult>> GetDeployment(
        string name, HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return await deployments.FindAsync(name, cancellationToken) is { } found ? TypedResults.Ok(ContractViews.Of(found)) : Unknown(name);
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteDeployment(
        string name, IDeployments deployments, CancellationToken cancellationToken) =>
        await deployments.DeleteAsync(name, cancellationToken) ? TypedResults.NoContent() : Unknown(name);

    private static async Task<Results<Ok<DeploymentVersionList>, ProblemResult>> ListDeploymentVersions(
        string name, HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var versions = await deployments.VersionsAsync(name, cancellationToken);
        var changes = await deployments.ChangesAsync(name, ShownChanges, cancellationToken);
        return versions is null || changes is null ? Unknown(name) : TypedResults.Ok(ContractViews.Of(versions, changes));
    }

    private static async Task<IResult> GetDeploymentPolicy(
        string name, HttpContext context, IDeployments deployments, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "version");
        if (await deployments.FindAsync(name, cancellationToken) is not { } found)
            return Unknown(name);
        var number = QueryParameters.Whole(context.Request, "version") ?? found.Route.Champion;
        var version = (await deployments.VersionsAsync(name, cancellationToken))?.FirstOrDefault(one => one.Version == number);
        return version is not null && await blobs.FindAsync(version.Policy, cancellationToken) is { } blob
            ? new ArtifactAnswer(blobs, blob, $"{name}-{number}.json", changes: true)
            : Problems.NotFound("version", number.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<Results<Ok<RouteResultInfo>, ProblemResult>> PromoteVersion(
        string name, HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.PromoteRequest);
        var promotion = new Promotion
        {
            Version = body.Version,
            Expected = body.Expected,
            Cause = ServingRequests.Cause(body.Reason, JsonBody.Entries("evidence", body.Evidence), context.Caller().Name),
        };
        return Answer(name, await deployments.PromoteAsync(name, promotion, cancellationToken));
    }

    private static async Task<Results<Ok<RouteResultInfo>, ProblemResult>> RollBackDeployment(
        string name, HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        var body = JsonBody.ReadOptional(context, ApiJson.Default.RollBackRequest);
        var cause = ServingRequests.Cause(body.Reason, JsonBody.Entries("evidence", body.Evidence), context.Caller().Name);
        return Answer(name, await deployments.RollBackAsync(name, cause, cancellationToken));
    }

    private static async Task<Results<Ok<RouteResultInfo>, ProblemResult>> ConfigureDeployment(
        string name, HttpContext context, IDeployments deployments, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.ConfigureDeploymentRequest);
        _ = JsonBody.Entries("canaries", body.Canaries);
        var configuration = ServingRequests.Of(body, context.Caller().Name);
        return Answer(name, await deployments.ConfigureAsync(name, configuration, cancellationToken));
    }

    private static Results<Ok<RouteResultInfo>, ProblemResult> Answer(string name, RouteResult? result) =>
        result is null ? Unknown(name) : TypedResults.Ok(ContractViews.Of(result));

    private static ProblemResult Unknown(string name) => Problems.NotFound("deployment", name);
}
