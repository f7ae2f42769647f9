using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Home.Nodes;

/// <summary>Lets the deployment nodes of pipelines serve. It needs the engine and the deployments, and belongs to neither.</summary>
internal sealed class DeploymentNodesModule : IEngineModule
{
    private NodeDeployer? _deployer;

    public DeploymentNodesModule() => NodeKinds = [new DeploymentKind(() => _deployer?.IsAtWork == true)];

    public string Name => "deployment-nodes";

    public IReadOnlyList<ExternalKind> NodeKinds { get; }

    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        _deployer = new NodeDeployer(parts.Store, parts.Blobs, parts.Get<IRuns>(), parts.Get<ICycles>(), parts.Get<IDeployments>());
        return Task.FromResult<IOpenModule>(new Opened(_deployer));
    }

    private sealed class Opened(NodeDeployer deployer) : IOpenModule
    {
        public IReadOnlyList<IBackgroundLoop> Loops => [deployer.Begin()];
    }
}
