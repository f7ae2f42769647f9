namespace Gyre.Server.Formats;

/// <summary>Names under which programs look for the address and the token they call back with.</summary>
internal static class CallbackVariables
{
    private static readonly string[] Addresses = ["GYRE_API_URL", "VALOHAI_API_URL", "VH_API_BASE_URL"];
    private static readonly string[] Tokens = ["GYRE_TOKEN", "VALOHAI_API_TOKEN", "VH_API_TOKEN"];

    /// <summary>The address without a slash at its end, as these programs put <c>/api/...</c> behind it.</summary>
    public static Dictionary<string, string> Of(Uri address, string token)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Addresses)
            variables[name] = address.GetLeftPart(UriPartial.Authority);
        foreach (var name in Tokens)
            variables[name] = token;
        return variables;
    }
}
