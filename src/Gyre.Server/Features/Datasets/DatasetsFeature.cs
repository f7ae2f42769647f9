namespace Gyre.Server.Features.Datasets;

/// <summary>Datasets of all projects, their versions and what is in them.</summary>
internal sealed class DatasetsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services
        .AddSingleton<DatasetDesk>().AddSingleton<VersionFolders>().AddSingleton<VersionProfiles>().AddSingleton<WorkGate>();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDatasets();
        routes.MapExamples();
        routes.MapDatasetComparisons();
    }
}
