using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Views;

namespace Gyre.Server.Tests.Wire;

/// <summary>
/// The JSON that the API answers and the command line prints, one checked-in text per record. Programs read it: a name is not removed,
/// renamed or given another
/// meaning. When a difference was meant, run the test once with GYRE_ACCEPT=1 and look at the diff.
/// </summary>
public sealed class GoldenShapeTests
{
    private static readonly Dictionary<string, Func<string>> Shapes = new(StringComparer.Ordinal)
    {
        ["run"] = static () => Write(ContractViews.Of(SampleViews.Run)),
        ["run-with-nodes"] = static () => Write(
            ContractViews.Of(SampleViews.Run, [SampleViews.Node, SampleViews.TypedNode], SampleViews.Outputs)),
        ["run-result"] = static () => Write(
            ContractViews.ResultOf(SampleViews.Run, [SampleViews.Node, SampleViews.TypedNode], SampleViews.Outputs)),
        ["run-outputs"] = static () => Write(ContractViews.Of(SampleViews.Outputs)),
        ["run-plan"] = static (
            ) => Write(ContractViews.Of(
                [new PlannedNode { Path = "train[2]", Action = "run", Reason = "no earlier result", Commands = ["python train.py"] }])),
        ["missing-content"] = static () => Write(new MissingContentInfo { Missing = [Digest.Of("a")] }),
        ["stored-content"] = static () => Write(new StoredContentInfo { Digest = Digest.Of("a"), Size = 1 }),
        ["node"] = static () => Write(ContractViews.Of(SampleViews.Node)),
        ["typed-node"] = static () => Write(ContractViews.Of(SampleViews.TypedNode)),
        ["cycle"] = static () => Write(ContractViews.Of(SampleViews.Cycle)),
        ["cycle-result"] = static () => Write(
            ContractViews.ResultOf(SampleViews.Cycle, [ContractViews.ResultOf(SampleViews.Run, [SampleViews.Node], SampleViews.Outputs)])),
        ["trigger"] = static () => Write(ContractViews.Of(SampleViews.Trigger, [SampleViews.Occurrence])),
        ["cache-entry"] = static () => Write(ContractViews.Of(SampleViews.Entry)),
        ["cache-explanation"] = static () => Write(ContractViews.Of(SampleViews.Explanation)),
        ["cache-invalidated"] = static () => Write(ContractViews.Of(SampleViews.Invalidation)),
        ["token"] = static () => Write(TokenViews.Of(SampleViews.Token)),
        ["log-line"] = static () => Write(ContractViews.Of(SampleViews.Line)),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_JSON_of_a_record_is_the_one_that_was_agreed_on(string name)
    {
        var path = Path.Join(Folder(), name + ".json");
        var now = Shapes[name]();
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, now);
        }
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    /// <summary>What a client reads is what was written: nothing is lost on the way, whatever the record.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_is_read_back_as_it_was(string name)
    {
        var text = File.ReadAllText(Path.Join(Folder(), name + ".json"));
        Type type = name switch
        {
            "run" or "run-with-nodes" => typeof(RunInfo),
            "run-result" => typeof(RunResult),
            "run-outputs" => typeof(RunOutputsInfo),
            "run-plan" => typeof(RunPlanInfo),
            "missing-content" => typeof(MissingContentInfo),
            "stored-content" => typeof(StoredContentInfo),
            "node" or "typed-node" => typeof(NodeInfo),
            "cycle" => typeof(CycleInfo),
            "cycle-result" => typeof(CycleResult),
            "trigger" => typeof(TriggerInfo),
            "cache-entry" => typeof(CacheEntryInfo),
            "cache-explanation" => typeof(CacheExplanationInfo),
            "cache-invalidated" => typeof(CacheInvalidated),
            "token" => typeof(TokenInfo),
            _ => typeof(LogLineInfo),
        };
        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type, ApiJson.Default), type, ApiJson.Default);
        Indented(again).ShouldBe(text);
    }

    [Fact]
    public void No_golden_text_is_left_of_a_record_that_is_gone() =>
        Directory.GetFiles(Folder(), "*.json").Select(Path.GetFileNameWithoutExtension).ShouldBe(Shapes.Keys, ignoreOrder: true);

    private static string Write<T>(T record) => Indented(JsonSerializer.Serialize(record, typeof(T), ApiJson.Default));

    // Parsed as nodes, so that the text of each number stays as it was written.
    private static string Indented(string json) =>
        JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(root!.FullName, "Gyre.slnx")))
            root = root.Parent;
        return Path.Join(root.FullName, "tests", "Gyre.Server.Tests", "Golden");
    }
}
