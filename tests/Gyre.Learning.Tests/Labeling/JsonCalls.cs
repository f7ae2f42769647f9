using System.Text;
using System.Text.Json.Nodes;

namespace Gyre.Learning.Tests.Labeling;

/// <summary>Asks a call by the text that a file would have.</summary>
internal static class JsonCalls
{
    public static async Task<JsonObject> AskAsync(LabelingCall call, JsonNode input)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input.ToJsonString()));
        return await call.RunAsync(new NamedStream(stream, "input.json"), TestContext.Current.CancellationToken);
    }

    public static Task<JsonObject> AskAsync(string name, string input) =>
        AskAsync(LabelingCalls.All.Single(call => $"{call.Group} {call.Name}".EndsWith(name, StringComparison.Ordinal)),
            JsonNode.Parse(input)!);
}
