using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Server.Tests;

/// <summary>
/// The API document that the pages are built from is that of the server. When it is stale, run the test once with GYRE_ACCEPT=1, then
/// <c>npm run api</c> in <c>src/Gyre.Web</c>.
/// </summary>
public sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_pages_are_built_from_the_document_of_the_server()
    {
        await using var home = await ServerHome.StartAsync();
        var document = (await home.GetAsync("/openapi/v1.json")).Json.AsObject();
        // Where a server listens is its own.
        document.Remove("servers");
        var text = document.ToJsonString(Indented) + "\n";
        var path = Path.Join(RepositoryRoot(), "src", "Gyre.Web", "openapi.json");
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var kept = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        JsonNode.DeepEquals(JsonNode.Parse(kept), document).ShouldBeTrue("the document has changed: see the summary of this test");
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Gyre.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository was not found.");
        return folder;
    }
}
