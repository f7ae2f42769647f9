using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Server.Hosting;

/// <summary>
/// Lets through what this project logs, and nothing of the framework: that would write addresses with their queries and texts of exceptions, which may
/// hold secrets.
/// </summary>
/// <param name="target">Whoever made it disposes it; null for nowhere.</param>
internal sealed class OwnLogs(ILoggerFactory? target) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        target is not null && categoryName.StartsWith("Gyre.", StringComparison.Ordinal) ? target.CreateLogger(categoryName) : NullLogger.Instance;

    public void Dispose()
    {
        // Not ours.
    }
}
