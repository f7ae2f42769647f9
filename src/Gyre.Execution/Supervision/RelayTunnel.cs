using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gyre.Execution.Supervision;

/// <summary>What a step asks of the relay as a proxy: to be led to a host. One host is answered for, all others are passed through untouched.</summary>
internal static class RelayTunnel
{
    private static readonly ReadOnlyMemory<byte> Established = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    /// <summary>TLS as the host itself.</summary>
    public static async Task<SslStream> BecomeAsync(NetworkStream client, X509Certificate2 certificate)
    {
        await client.WriteAsync(Established);
        var secure = new SslStream(client, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsServerAsync(certificate);
        return secure;
    }

    /// <summary>Bytes both ways until one side ends.</summary>
    public static async Task PassThroughAsync(NetworkStream client, string target)
    {
        var colon = target.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            throw new IOException("The host and port are missing.");
        using var there = new TcpClient();
        await there.ConnectAsync(target[..colon].Trim('[', ']'), port);
        await client.WriteAsync(Established);
        await using var stream = there.GetStream();
        await Task.WhenAny(client.CopyToAsync(stream), stream.CopyToAsync(client));
    }
}
