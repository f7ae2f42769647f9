using Gyre.Contracts;

namespace Gyre.Server.Http;

/// <summary>
/// Writes refusals in the shape that the clients of some routes read. A group of routes carries it as metadata; a request that reaches no route finds it by its
/// address, so it is registered as a service too. Without one a refusal is a problem document.
/// </summary>
internal interface IErrorWriter
{
    /// <summary>Whether an address belongs to these clients, also where no route is.</summary>
    bool Speaks(PathString path);

    /// <summary>Writes the body, and headers that are these clients' own; the status is set already.</summary>
    Task WriteAsync(HttpContext context, Problem problem);
}
