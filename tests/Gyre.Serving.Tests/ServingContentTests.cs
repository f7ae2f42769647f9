using Gyre.Core;
using Gyre.Serving.Routing;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Policy files are kept as long as a version needs them.</summary>
public sealed class ServingContentTests : ContentUserConformance
{
    private ServingPlace _place = null!;

    protected override IContentUser User => _place.Service.Content;

    public override async ValueTask InitializeAsync() => _place = await ServingPlace.OpenAsync(DatabaseKind.Sqlite);

    public override ValueTask DisposeAsync() => _place.DisposeAsync();

    protected override Task NeedAsync(string name, Digest content) => _place.Store.Database.WriteAsync(
        session => new RouteDesk(session, _place.Clock.GetUtcNow())
            .Create(
                new NewVersion { Deployment = name, Policy = content },
                new TriedContent(ServedForm.Policy, content, "uniform", "shape", [])),
        Cancel);

    protected override Task LetGoAsync(string name) => _place.Deployments.DeleteAsync(name, Cancel);
}
