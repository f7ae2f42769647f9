using Gyre.Server.Security;

namespace Gyre.Server.Features.Deployments;

/// <summary>Lets steps reach the deployments that their project's file declares, and no others.</summary>
internal static class StepFilter
{
    /// <summary>Asks for each deployment that a path names. One that a body names is asked for where the body is read.</summary>
    public static RouteGroupBuilder JudgesSteps(this RouteGroupBuilder group) => group.AddEndpointFilter(static async (context, next) =>
    {
        var http = context.HttpContext;
        if (http.Judge() is { } judge && http.GetRouteValue("name") is string name)
            await judge.DemandDeploymentAsync(name, http.RequestAborted);
        return await next(context);
    });
}
