using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.EndToEnd.Tests.Compiled;

/// <summary>A run of a compiled pipeline beside what it must come to. Compares and says every difference.</summary>
internal sealed class CompiledCase(JsonElement expected, JsonElement run, string home)
{
    private const int ContentLength = 300;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["SUCCEEDED"] = "succeeded",
        ["FAILED"] = "failed",
        ["NOT_TRIGGERED"] = "not-triggered",
        ["SKIPPED"] = "skipped",
        ["UPSTREAM_FAILED"] = "upstream-failed",
    };

    private readonly List<string> _differences = [];

    public async Task<IReadOnlyList<string>> CompareAsync()
    {
        Expect("state", run.GetProperty("state").GetString(), Words[expected.GetProperty("state").GetString()!]);
        ExpectSame("outputs", run.GetProperty("outputs"), expected.GetProperty("outputs"));
        await CompareArtifactsAsync("outputs", run.GetProperty("artifacts"), expected.GetProperty("outputArtifacts"));
        var nodes = run.GetProperty("nodes").EnumerateArray().ToDictionary(node => node.GetProperty("name").GetString()!, StringComparer.Ordinal);
        foreach (var task in expected.GetProperty("tasks").EnumerateArray())
            await CompareTaskAsync(task, nodes);
        CompareWhatRan(nodes);
        return _differences;
    }

    /// <summary>Nothing ran that was not expected to.</summary>
    private void CompareWhatRan(Dictionary<string, JsonElement> nodes)
    {
        var known = expected.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("task").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, _) in nodes.Where(node => node.Value.GetProperty("attempts").GetInt32() > 0 && !known.Contains(node.Key)))
            _differences.Add($"{path} ran");
    }

    private async Task CompareTaskAsync(JsonElement task, Dictionary<string, JsonElement> nodes)
    {
        var path = task.GetProperty("task").GetString()!;
        if (!nodes.TryGetValue(path, out var node))
        {
            _differences.Add($"{path} is missing");
            return;
        }
        Expect($"{path}: state", node.GetProperty("state").GetString(), Words[task.GetProperty("state").GetString()!]);
        if (task.TryGetProperty("outputs", out var outputs))
            ExpectSame($"{path}: outputs", node.GetProperty("outputs"), outputs);
        foreach (var count in (string[])["attempts", "iterations"])
        {
            if (task.TryGetProperty(count, out var number))
                Expect($"{path}: {count}", Text(node.GetProperty(count)), Text(number));
        }
        if (task.TryGetProperty("artifacts", out var artifacts))
            await CompareArtifactsAsync(path, node.GetProperty("artifacts"), artifacts);
        if (task.TryGetProperty("importer", out var importer))
            CompareImporter(path, node.GetProperty("artifacts").EnumerateObject().Single().Value[0], importer);
    }

    private void CompareImporter(string path, JsonElement artifact, JsonElement importer)
    {
        Expect($"{path}: uri", artifact.GetProperty("uri").GetString(), importer.GetProperty("uri").GetString());
        ExpectSame($"{path}: metadata", artifact.GetProperty("metadata"), importer.GetProperty("metadata"));
    }

    private async Task CompareArtifactsAsync(string place, JsonElement found, JsonElement wanted)
    {
        foreach (var output in wanted.EnumerateObject())
        {
            if (!found.TryGetProperty(output.Name, out var items) || items.GetArrayLength() != output.Value.GetArrayLength())
            {
                _differences.Add($"{place}: artifacts '{output.Name}' are {(found.TryGetProperty(output.Name, out items) ? items.GetArrayLength() : 0)}, not {output.Value.GetArrayLength()}");
                continue;
            }
            for (var index = 0; index < items.GetArrayLength(); index++)
                await CompareArtifactAsync($"{place}: {output.Name}[{index}]", items[index], output.Value[index]);
        }
    }

    private async Task CompareArtifactAsync(string place, JsonElement found, JsonElement wanted)
    {
        Expect($"{place}: type", found.GetProperty("type").GetString(), wanted.GetProperty("type").GetString());
        if (wanted.TryGetProperty("metadata", out var metadata))
            ExpectSame($"{place}: metadata", found.GetProperty("metadata"), metadata);
        if (wanted.TryGetProperty("content", out var content) && content.GetString()!.Contains("<path>", StringComparison.Ordinal) is false)
            Expect($"{place}: content", await ContentAsync(found), content.GetString());
    }

    private async Task<string> ContentAsync(JsonElement artifact)
    {
        var files = artifact.GetProperty("files");
        if (files.GetArrayLength() == 0)
            return "";
        var blobs = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = home }, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var stream = await blobs.OpenReadAsync(Digest.Parse(files[0].GetProperty("digest").GetString()!), 0, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text.Length <= ContentLength ? text : text[..ContentLength];
    }

    private void Expect(string what, string? found, string? wanted)
    {
        if (!string.Equals(found, wanted, StringComparison.Ordinal))
            _differences.Add($"{what} is '{found}', not '{wanted}'");
    }

    private void ExpectSame(string what, JsonElement found, JsonElement wanted)
    {
        if (!Same(found, wanted))
            _differences.Add($"{what} are {found.GetRawText()}, not {wanted.GetRawText()}");
    }

    /// <summary>Numbers count as numbers: 5 is 5.0.</summary>
    private static bool Same(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left.GetDouble().Equals(right.GetDouble()),
        (JsonValueKind.Array, JsonValueKind.Array) => left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => left.EnumerateObject().Count() == right.EnumerateObject().Count()
            && left.EnumerateObject().All(entry => right.TryGetProperty(entry.Name, out var other) && Same(entry.Value, other)),
        _ => left.ValueKind == right.ValueKind && left.GetRawText() == right.GetRawText(),
    };

    private static string Text(JsonElement number) => number.ValueKind == JsonValueKind.Number ? number.GetInt64().ToString(CultureInfo.InvariantCulture) : number.GetRawText();
}
