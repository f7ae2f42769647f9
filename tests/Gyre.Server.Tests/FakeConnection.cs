using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Tests;

/// <summary>A connection from anywhere, over which nothing is sent.</summary>
internal sealed class FakeConnection : ConnectionContext
{
    public override string ConnectionId { get; set; } = "fake";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; } = null!;

    public bool IsAborted { get; private set; }

    public static FakeConnection From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };

    public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
}
