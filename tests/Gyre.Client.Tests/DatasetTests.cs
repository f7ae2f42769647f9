using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>Data that runs use.</summary>
public sealed class DatasetTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Everything_that_is_said_is_sent()
    {
        using (var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server)))
        using (var run = tracker.StartRun())
        {
            run.LogInput(new TrackingDataset { Name = "rows", Digest = "d1", SourceType = "s3", Source = "{\"uri\":\"s3://b/k\"}", Schema = "{}", Profile = "{\"rows\":3}" }, "training");
            run.LogInput(new TrackingDataset { Name = "plain", Digest = "d2" });
        }
        var calls = _server.CallsTo("log-inputs").Select(call => call.Body!["datasets"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString()).ToList();
        calls[0].ShouldBe("""
            {"tags":[{"key":"mlflow.data.context","value":"training"}],"dataset":{"name":"rows","digest":"d1","source_type":"s3","source":"{\u0022uri\u0022:\u0022s3://b/k\u0022}","schema":"{}","profile":"{\u0022rows\u0022:3}"}}
            """.Trim());
        calls[1].ShouldBe("""{"dataset":{"name":"plain","digest":"d2","source_type":"local","source":"{}"}}""");
    }

    [Fact]
    public async Task A_file_is_known_by_its_content()
    {
        await File.WriteAllTextAsync(_folder.At("a.csv"), "abc", Cancel);
        var dataset = TrackingDataset.OfFile(_folder.At("a.csv"));
        // FIPS 180: the digest of "abc".
        (dataset.Name, dataset.Digest).ShouldBe(("a.csv", "ba7816bf8f01cfea414140de5dae2223"));
        dataset.Source.ShouldContain("a.csv");
        Should.Throw<FileNotFoundException>(() => TrackingDataset.OfFile(_folder.At("b.csv")));
    }

    [Theory]
    [InlineData("", "d")]
    [InlineData("n", "")]
    [InlineData("n", "0123456789012345678901234567890123456")]
    public void What_no_store_takes_is_refused_in_the_call(string name, string digest)
    {
        using (var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server)))
        using (var run = tracker.StartRun())
            Should.Throw<ArgumentException>(() => run.LogInput(new TrackingDataset { Name = name, Digest = digest }));
        _server.CallsTo("log-inputs").ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_keeps_it_as_other_clients_do()
    {
        string id;
        using (var tracker = MlflowTracker.Create(_folder.At("mlruns"), new TrackerOptions { Environment = _ => null, SystemTags = false, EndRunsAtExit = false }))
        using (var run = tracker.StartRun())
        {
            id = run.RunId;
            for (var time = 0; time < 2; time++)
                run.LogInput(new TrackingDataset { Name = "rows: 1", Digest = "d1", Schema = "{}" }, "training");
        }
        var dataset = Directory.EnumerateDirectories(_folder.At("mlruns", "0", "datasets")).ShouldHaveSingleItem();
        File.ReadAllText(Path.Join(dataset, "meta.yaml")).ShouldContain("source_type: local");
        var input = Directory.EnumerateDirectories(_folder.At("mlruns", "0", id, "inputs")).ShouldHaveSingleItem();
        var meta = File.ReadAllText(Path.Join(input, "meta.yaml"));
        meta.ShouldContain($"source_id: {Path.GetFileName(dataset)}");
        meta.ShouldContain("tags: \n  mlflow.data.context: training\n");
    }
}
