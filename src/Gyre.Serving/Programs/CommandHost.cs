using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Serving.Models;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Programs;

/// <summary>Runs programs as processes of this machine.</summary>
internal sealed class CommandHost(string home, IBlobStore blobs, LoopSupervisor loops, ServingOptions options) : ICommandHost, IDisposable
{
    private readonly IdSource _ids = IdSource.FromClock(options.Clock);
    private readonly ILogger _logger = options.Logs.For<CommandHost>();
    private readonly ProgramCalls _calls = new();
    private readonly Lazy<bool> _cleaned = new(() =>
    {
        ProgramFolder.Clean(home);
        return true;
    });

    public async Task<IServedModel> StartAsync(string deployment, CommandModel command, CancellationToken cancellationToken) =>
        await MakeAsync(deployment, command, command.Replicas, cancellationToken);

    public async Task TryAsync(string deployment, CommandModel command, CancellationToken cancellationToken)
    {
        var served = await MakeAsync(deployment, command, 1, cancellationToken);
        var (trouble, lines) = (served.Trouble, served.LastLines);
        await served.DisposeAsync();
        if (trouble is null)
            return;
        var output = lines.Length == 0 ? "" : $" Its last output: {Refusals.Short(lines)}.";
        throw Refusals.Of(
            "deployment.command-failed", "command", $"The program {trouble}.{output}",
            "Let it listen on $PORT, and answer at its health path.");
    }

    public void Dispose() => _calls.Dispose();

    private async Task<CommandServed> MakeAsync(
        string deployment, CommandModel command, int count, CancellationToken cancellationToken)
    {
        _ = _cleaned.Value;
        var id = _ids.Next().ToString("N", CultureInfo.InvariantCulture);
        var folder = await FolderAsync(id, command, cancellationToken);
        var setting = new ProgramSetting(deployment, command, folder, options.Clock, _logger);
        ImmutableArray<Replica> replicas = [.. Enumerable.Range(0, count).Select(_ => new Replica(setting, _calls, loops))];
        var served = new CommandServed(command, folder, replicas, _calls);
        try
        {
            await Task.WhenAny(replicas.Select(static replica => replica.Tried)).WaitAsync(cancellationToken);
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
        return served;
    }

    private async Task<ProgramFolder> FolderAsync(string id, CommandModel command, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramFolder.MakeAsync(home, id, command, blobs, cancellationToken);
        }
        catch (BlobMissingException exception)
        {
            throw Refusals.Of(
                "deployment.file-missing", "command/files", $"The artifact store has no content {exception.Digest}.",
                "Upload the file first.");
        }
    }
}
