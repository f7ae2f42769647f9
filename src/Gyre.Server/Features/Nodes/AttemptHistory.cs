using System.Text.Json;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Server.Features.Nodes;

/// <summary>The tries of a node run, as the event log tells them: the node run itself keeps only the last.</summary>
internal static class AttemptHistory
{
    private const int PageSize = 1000;
    private const string Started = "node.started";
    private const string Retry = "node.retry";
    private const string Ended = "node.ended";

    public static async Task<IReadOnlyList<AttemptInfo>> ReadAsync(
        IEventLog events, RunId run, string path, CancellationToken cancellationToken)
    {
        var attempts = new List<AttemptInfo>();
        var after = 0L;
        IReadOnlyList<StoredEvent> page;
        do
        {
            page = await events.ReadAsync(after, PageSize, $"run/{run}", cancellationToken);
            foreach (var found in page)
                Add(attempts, found, path);
            after = page.Count > 0 ? page[^1].Sequence : after;
        }
        while (page.Count == PageSize);
        return attempts;
    }

    private static void Add(List<AttemptInfo> attempts, StoredEvent found, string path)
    {
        if (found.Type is not (Started or Retry or Ended))
            return;
        using var document = JsonDocument.Parse(found.Data);
        var data = document.RootElement;
        if (TextOf(data, "path") != path)
            return;
        if (found.Type == Started)
        {
            End(attempts, "replaced", found.At, data, null);
            attempts.Add(new AttemptInfo
            {
                AttemptId = new AttemptId(data.GetProperty("attempt").GetGuid()),
                Number = data.GetProperty("number").GetInt64(),
                StartedAt = found.At,
                State = "running",
            });
        }
        else
        {
            var state = found.Type == Retry ? "replaced" : TextOf(data, "state") ?? "ended";
            End(attempts, state, found.At, data, TextOf(data, "reason"));
        }
    }

    private static void End(List<AttemptInfo> attempts, string state, DateTimeOffset at, JsonElement data, string? reason)
    {
        if (attempts is not [.., { EndedAt: null } last])
            return;
        attempts[^1] = last with
        {
            State = state,
            EndedAt = at,
            Reason = reason,
            ExitCode = NumberOf(data, "exit_code"),
            Signal = NumberOf(data, "signal"),
        };
    }

    private static int? NumberOf(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    private static string? TextOf(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
