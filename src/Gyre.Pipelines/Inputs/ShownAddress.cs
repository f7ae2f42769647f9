using Gyre.Core;

namespace Gyre.Pipelines.Inputs;

/// <summary>
/// Addresses as messages repeat them: without secrets, in one line of bounded length, and without characters that a terminal would obey.
/// </summary>
internal static class ShownAddress
{
    private const int MaxLength = 200;

    public static string Of(string address)
    {
        address = SecretAddress.Of(address).Shown;
        var shown = address.Length <= MaxLength ? address : string.Concat(address.AsSpan(0, MaxLength), "...");
        return string.Concat(shown.Select(static character => char.IsControl(character) ? '?' : character));
    }
}
