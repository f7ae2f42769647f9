namespace Gyre.Server.Formats.Mlflow;

/// <summary>MLflow's REST API. Each address is there twice: for programs and for pages.</summary>
internal static class MlflowRoutes
{
    public static void MapTracking(this IEndpointRouteBuilder app)
    {
        // Without a prefix of its own: the addresses have several roots.
        var group = app.MapGroup("").WithMetadata(TrackingErrors.Writer);
        ExperimentRoutes.Map(group);
        RunRoutes.Map(group);
        LoggingRoutes.Map(group);
        MetricRoutes.Map(group);
        SearchRoutes.Map(group);
        RegistryRoutes.Map(group);
        ModelVersionRoutes.Map(group);
        LoggedModelRoutes.Map(group);
        WebhookRoutes.Map(group);
        MiscellaneousRoutes.Map(group);
        ArtifactRoutes.Map(group);
        ArtifactProxyRoutes.Map(group);
        MultipartRoutes.Map(group);
        ModelFileRoutes.Map(group);
        TraceRoutes.Map(group);
        InvocationRoutes.Map(group);
    }
}
