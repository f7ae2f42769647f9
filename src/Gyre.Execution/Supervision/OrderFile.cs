using System.Text.Json;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>The order in an attempt's folder.</summary>
internal static class OrderFile
{
    /// <summary>Writes the order durably, unless an earlier engine did: that one counts, because a supervisor may have read it.</summary>
    /// <returns>The order that counts, as it lies there: without its secrets.</returns>
    public static async Task<AttemptOrder> KeepAsync(AttemptFolder folder, AttemptOrder order)
    {
        if (Find(folder) is { } earlier)
        {
            if (earlier.HasSecretsFile)
                SecretsFile.Put(folder, order.Secrets);
            return earlier;
        }
        DurableFile.CreateFolder(folder.Root);
        // The secrets first, so that they are there when the order is seen.
        SecretsFile.Put(folder, order.Secrets);
        order = order with { Secrets = order.Secrets.Clear(), HasSecretsFile = !order.Secrets.IsEmpty };
        await DurableFile.ReplaceAsync(folder.Order, ExecutionJson.Write(order), [Path.GetDirectoryName(folder.Root)!]);
        return order;
    }

    /// <summary>The order; null when it is missing or damaged.</summary>
    public static AttemptOrder? Find(AttemptFolder folder)
    {
        try
        {
            return ExecutionJson.Read<AttemptOrder>(folder.Order);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
