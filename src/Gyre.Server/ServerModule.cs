using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server;

/// <summary>The server's own tables, and what lets steps call back. A home has them also where no server runs.</summary>
public sealed class ServerModule : IEngineModule
{
    /// <inheritdoc/>
    public string Name => "server";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => GyreServer.Migrations;

    /// <inheritdoc/>
    public IStepCredentials? OpenCredentials(HomeParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new StepCredentials(parts.Store);
    }
}
