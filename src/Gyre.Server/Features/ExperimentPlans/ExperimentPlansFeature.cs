namespace Gyre.Server.Features.ExperimentPlans;

/// <summary>Runs of experiment plans.</summary>
internal sealed class ExperimentPlansFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<ExperimentPlanDesk>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapExperimentPlans();
}
