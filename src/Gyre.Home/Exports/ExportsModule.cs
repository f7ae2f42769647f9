using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Home.Exports;

/// <summary>What needs several modules and belongs to none. It gives <see cref="IDecisionExports"/>.</summary>
internal sealed class ExportsModule : IModule
{
    public string Name => "exports";

    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        parts.Add<IDecisionExports>(new DecisionExports(parts.Store, parts.Blobs, parts.Get<IDecisions>(), parts.Clock));
        return Task.FromResult(OpenModule.Idle);
    }
}
