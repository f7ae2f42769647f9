using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Core.Logging;

/// <summary>Loggers where there may be no log.</summary>
public static class LoggerFactories
{
    /// <summary>The logger of a worker; one that writes nothing when there is no log.</summary>
    /// <typeparam name="T">The worker; its name is the category.</typeparam>
    /// <param name="logs">The log, or null for none.</param>
    public static ILogger For<T>(this ILoggerFactory? logs) => logs is null ? NullLogger.Instance : logs.CreateLogger<T>();
}
