using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Execution.Formats;

namespace Gyre.Execution.Supervision;

/// <summary>What is hidden of what a step says.</summary>
internal static class StepMask
{
    /// <summary>Shorter texts are too likely to be something else in a document that programs read.</summary>
    private const int ShortestInDocuments = 8;

    /// <summary>Its secrets, and the passwords in addresses that it inherits from the machine.</summary>
    public static IEnumerable<string> Of(AttemptOrder order) =>
        order.Secrets.Values.Concat(StepEnvironment.Base().Values.Concat(order.Environment.Values)
            .SelectMany(static value => SecretAddress.Of(value).Secrets));

    /// <summary>A masker for documents that the step sends to the API; null when it has no secrets but those it calls back with.</summary>
    public static SecretMasker? ForDocuments(AttemptOrder order)
    {
        var callback = ServiceFiles.AddressOf(order);
        var secrets = order.Secrets.Values.Where(value =>
            value.Length >= ShortestInDocuments && value != callback && value != order.ApiAddress).ToList();
        return secrets.Count == 0 ? null : new SecretMasker(secrets);
    }
}
