using System.Net;
using Gyre.Client.Api;
using Gyre.Client.Spooling;
using Gyre.Contracts;

namespace Gyre.Client.Deciding;

/// <summary>
/// Brings what waits on the disk to the server, in order: ids make what is sent twice harmless. Of a part of a file decisions go before
/// rewards, since no reward stands before its decision.
/// </summary>
internal sealed class DecisionShipper(DeploymentsApi api, string deployment, DecisionSpool spool, RefusedLines refused) : IDisposable
{
    private const int MostLines = 1000;
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _gate = new(1);
    private long _sent;

    /// <summary>Lines that the server has got.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends all that waits.</summary>
    /// <exception cref="GyreApiException">The server cannot be reached, or takes nothing of us; the rest waits on.</exception>
    public async Task ShipAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            while (spool.Next() is { } file)
            {
                await ShipAsync(file, cancellationToken);
                spool.Finish(file);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Whether the same will be refused however often it is sent. What does not come from the API itself may pass.</summary>
    public static bool IsFinal(GyreApiException error) => !error.IsUnreachable && error.Code is { } code && code != "http.not-found"
        && error.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict
            or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity;

    private async Task ShipAsync(SpoolFile file, CancellationToken cancellationToken)
    {
        var lines = new List<byte[]>();
        var (bytes, end) = (0, 0L);
        foreach (var (line, place) in file.Unsent())
        {
            lines.Add(line);
            (bytes, end) = (bytes + line.Length, place);
            if (lines.Count < MostLines && bytes < MostBytes)
                continue;
            await SendAsync(lines, cancellationToken);
            file.MarkSent(end, []);
            lines.Clear();
            bytes = 0;
        }
        if (lines.Count == 0)
            return;
        await SendAsync(lines, cancellationToken);
        file.MarkSent(end, []);
    }

    private async Task SendAsync(List<byte[]> lines, CancellationToken cancellationToken)
    {
        var decisions = new List<Waiting<MadeDecisionInfo>>();
        var rewards = new List<Waiting<RewardRequest>>();
        foreach (var line in lines)
        {
            var known = DecisionLine.Parse(line);
            if (known?.Decision is { } decision)
                decisions.Add(new Waiting<MadeDecisionInfo>(decision, line));
            else if (known?.Reward is { } reward)
                rewards.Add(new Waiting<RewardRequest>(reward, line));
            else
                refused.Add(line, "The line is damaged, or a later version of this program wrote it.");
        }
        await SendAsync(decisions, RecordAsync, cancellationToken);
        await SendAsync(rewards, RewardAsync, cancellationToken);
    }

    /// <summary>
    /// Sends a batch; when it is refused for something in it, its halves are sent alone, so that one does not cost the others.
    /// </summary>
    private async Task SendAsync<T>(
        IReadOnlyList<Waiting<T>> all, Func<IReadOnlyList<Waiting<T>>, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var parts = new Stack<IReadOnlyList<Waiting<T>>>(all.Count == 0 ? [] : [all]);
        while (parts.TryPop(out var part))
        {
            try
            {
                await send(part, cancellationToken);
                Interlocked.Add(ref _sent, part.Count);
            }
            catch (GyreApiException error) when (IsFinal(error) && part.Count > 1)
            {
                var half = part.Count / 2;
                parts.Push([.. part.Skip(half)]);
                parts.Push([.. part.Take(half)]);
            }
            catch (GyreApiException error) when (IsFinal(error))
            {
                refused.Add(part[0].Line, error.Message);
            }
        }
    }

    private Task RecordAsync(IReadOnlyList<Waiting<MadeDecisionInfo>> decisions, CancellationToken cancellationToken) => api.RecordAsync(
        deployment, new RecordDecisionsRequest { Decisions = [.. decisions.Select(static one => one.Item)] }, cancellationToken);

    private async Task RewardAsync(IReadOnlyList<Waiting<RewardRequest>> rewards, CancellationToken cancellationToken)
    {
        var taken = await api.RewardAsync(
            deployment, new RewardBatchRequest { Rewards = [.. rewards.Select(static one => one.Item)] }, cancellationToken);
        foreach (var (reward, info) in rewards.Zip(taken.Rewards))
        {
            if (info.Fate == "orphan")
                refused.Add(reward.Line, $"The deployment has no decision '{info.DecisionId}'.");
        }
    }

    private readonly record struct Waiting<T>(T Item, byte[] Line);
}
