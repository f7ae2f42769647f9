using System.Net;
using System.Net.Sockets;

namespace Gyre.Delivery;

/// <summary>A host has an address that nothing may be sent to.</summary>
public sealed class ForbiddenAddressException() : Exception(Reason)
{
    /// <summary>What is wrong, for messages.</summary>
    public const string Reason = "the host has an address that is not public";
}

/// <summary>
/// Connects to hosts that others named. A host's name is looked up once per connection, and the connection goes to an address that was looked at: no second look-up can
/// lead elsewhere.
/// </summary>
/// <param name="resolve">The addresses of a host.</param>
/// <param name="allowPrivate">Whether addresses that are not public are taken.</param>
public sealed class OutsideHosts(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowPrivate)
{
    /// <summary>Whether addresses that are not public are taken, and talk that is not encrypted.</summary>
    public bool AllowsPrivate => allowPrivate;

    /// <summary>Looks a host up.</summary>
    /// <exception cref="SocketException">It is not known.</exception>
    /// <exception cref="ForbiddenAddressException">One of its addresses is not public.</exception>
    public Task CheckAsync(string host, CancellationToken cancellationToken) => AddressesAsync(host, cancellationToken);

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">It is not known, or does not answer.</exception>
    /// <exception cref="ForbiddenAddressException">One of its addresses is not public.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return allowPrivate || addresses.All(PublicAddresses.IsPublic) ? addresses : throw new ForbiddenAddressException();
    }
}
