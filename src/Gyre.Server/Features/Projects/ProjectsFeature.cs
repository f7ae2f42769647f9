namespace Gyre.Server.Features.Projects;

/// <summary>Projects.</summary>
internal sealed class ProjectsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<ProjectRegistry>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapProjects();
}
