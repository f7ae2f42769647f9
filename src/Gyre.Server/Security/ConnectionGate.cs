using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Gyre.Server.Security;

/// <summary>
/// Counts connections, in all and of each address. When there is no place, the connection that has been silent longest gives way, so that
/// nobody keeps others out by doing nothing. When all are busy, a few more are let in that get an answer about the server's health and
/// nothing else.
/// </summary>
internal sealed class ConnectionGate(ServeOptions options, TimeProvider clock)
{
    private readonly ServeLimits _limits = options.Limits;
    private readonly IPNetwork[] _proxies = [.. Proxies.NetworksOf(options)];
    private readonly HashSet<Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>Connections at this moment.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Around every connection.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        if (Enter(connection) is not { } entry)
        {
            connection.Abort();
            return;
        }
        connection.Features.Set(entry);
        try
        {
            await next(connection);
        }
        finally
        {
            lock (_lock)
                _entries.Remove(entry);
        }
    };

    /// <summary>Around every request: a connection is busy while it has one.</summary>
    public async Task WhileBusyAsync(Entry entry, Func<Task> work)
    {
        lock (_lock)
            entry.Requests++;
        try
        {
            await work();
        }
        finally
        {
            lock (_lock)
            {
                entry.Requests--;
                entry.SilentSince = clock.GetTimestamp();
            }
        }
    }

    private Entry? Enter(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var entry = new Entry(connection, address) { SilentSince = clock.GetTimestamp() };
        Entry? silent;
        lock (_lock)
        {
            if (!TryPlace(entry, out silent))
                return null;
            _entries.Add(entry);
        }
        silent?.Connection.Abort(new ConnectionAbortedException("Another client needs the place of this silent connection."));
        return entry;
    }

    /// <summary>Finds a place among all, else one of the reserve; a silent connection may have to leave it.</summary>
    private bool TryPlace(Entry entry, out Entry? silent)
    {
        silent = null;
        var usual = _entries.Where(static known => known is { IsLeaving: false, IsReserve: false }).ToList();
        var ofAddress = usual.Where(known => known.Address.Equals(entry.Address)).ToList();
        var isAddressFull = IsLimited(entry.Address) && ofAddress.Count >= _limits.MaxConnectionsPerAddress;
        if (!isAddressFull && usual.Count < _limits.MaxConnections)
            return true;
        if ((silent = Leave(isAddressFull ? ofAddress : usual)) is not null)
            return true;
        entry.IsReserve = true;
        var reserve = _entries.Where(static known => known is { IsLeaving: false, IsReserve: true }).ToList();
        return reserve.Count < _limits.ReservedConnections || (silent = Leave(reserve)) is not null;
    }

    /// <summary>The connection that was silent longest gives way; null when all are busy.</summary>
    private static Entry? Leave(IEnumerable<Entry> among)
    {
        var silent = among.Where(static known => known.Requests == 0).MinBy(static known => known.SilentSince);
        if (silent is not null)
            silent.IsLeaving = true;
        return silent;
    }

    /// <summary>A machine shares its own address among all its programs, and a proxy its address among all its clients.</summary>
    private bool IsLimited(IPAddress address) => !IPAddress.IsLoopback(address) && !_proxies.Any(proxy => proxy.Contains(address));

    /// <summary>A connection.</summary>
    internal sealed class Entry(ConnectionContext connection, IPAddress address)
    {
        public ConnectionContext Connection { get; } = connection;

        public IPAddress Address { get; } = address;

        /// <summary>Requests that are being answered.</summary>
        public int Requests { get; set; }

        /// <summary>Since when there was none.</summary>
        public long SilentSince { get; set; }

        /// <summary>It gave way and is about to end.</summary>
        public bool IsLeaving { get; set; }

        /// <summary>It came when all places were taken.</summary>
        public bool IsReserve { get; set; }
    }
}
