namespace Gyre.Server.Http;

/// <summary>
/// Lets the deployment of <see cref="ServeOptions.Predictions"/> answer under further paths. The request goes on as one to its own route,
/// so rights, limits and refusals are the same.
/// </summary>
internal sealed class PredictionPaths(RequestDelegate next, ServeOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (options.Predictions is { } container)
        {
            if (HttpMethods.IsPost(request.Method) && request.Path == container.PredictPath)
                request.Path = $"/api/v1/deployments/{container.Deployment}/predict";
            else if (HttpMethods.IsGet(request.Method) && request.Path == container.HealthPath)
                request.Path = $"/v2/models/{container.Deployment}/ready";
        }
        return next(context);
    }
}
