using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing.Storage;

namespace Gyre.EndToEnd.Tests.Upgrade;

/// <summary>A home that an earlier program wrote, unpacked for one test, and what that program answered.</summary>
internal sealed class RecordedStore : IDisposable
{
    private const string Sqlite = "sqlite";

    private readonly string _folder;

    private RecordedStore(string folder, string? address, JsonNode expected)
    {
        _folder = folder;
        Address = address;
        Expected = expected;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Home => Path.Join(_folder, "home");

    public string Project => Path.Join(_folder, "project");

    /// <summary>The database of a store on a server; null for the file in the home.</summary>
    public string? Address { get; }

    /// <summary>The recorded answers, and which run plays which part.</summary>
    public JsonNode Expected { get; }

    /// <summary>Every recorded store with its engine. There must be some.</summary>
    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        foreach (var store in Directory.GetDirectories(Root()).Order(StringComparer.Ordinal))
        {
            foreach (var engine in Directory.GetDirectories(store).Order(StringComparer.Ordinal))
                all.Add(Path.GetFileName(store), Path.GetFileName(engine));
        }
        return all;
    }

    /// <summary>Unpacks one. Its project lies somewhere else now, so the store is told where; nothing else in it is touched.</summary>
    public static async Task<RecordedStore> UnpackAsync(string name, string engine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        var server = engine == Sqlite ? null : await PostgresServer.SharedAsync();
        Assert.SkipWhen(engine != Sqlite && server is null, PostgresServer.MissingReason);
        var source = Path.Join(Root(), name, engine);
        var folder = Directory.CreateTempSubdirectory("gyre-upgrade-").FullName;
        await using (var file = File.OpenRead(Path.Join(source, "home.tar.gz")))
        await using (var plain = new GZipStream(file, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(plain, folder, overwriteFiles: false, Cancel);
        var text = await File.ReadAllTextAsync(Path.Join(source, "expected.json"), Cancel);
        var before = JsonNode.Parse(text)!["folder"]!.GetValue<string>();
        var expected = JsonNode.Parse(text.Replace(before, folder, StringComparison.Ordinal))!;
        if (server is null)
        {
            await StoreContent.MoveAsync(Path.Join(folder, "home", "gyre.db"), before, folder, Cancel);
            return new RecordedStore(folder, null, expected);
        }
        var address = await server.CreateDatabaseAsync(Cancel);
        var dump = await ReadDumpAsync(Path.Join(source, "store.sql.gz"));
        await PostgresServer.ExecuteAsync(address, dump.Replace(before, folder, StringComparison.Ordinal), Cancel);
        return new RecordedStore(folder, address, expected);
    }

    /// <summary>The id of a run, a cycle or whatever else has a part in the recording.</summary>
    public string Role(string name) => Expected["roles"]![name]!.GetValue<string>();

    /// <summary>Runs the present program on the home to its end.</summary>
    public async Task<JsonNode> AskAsync(params string[] arguments)
    {
        using var program = Start([.. arguments, "--format", "json"]);
        var (code, output, errors) = await program.EndAsync();
        code.ShouldBe(0, $"gyre {string.Join(' ', arguments)}: {output}{errors}");
        return arguments[0] == "logs"
            ? new JsonArray([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))])
            : JsonNode.Parse(output)!;
    }

    public GyreProgram Start(params string[] arguments)
    {
        string[] place = Address is null ? ["--home", Home] : ["--home", Home, "--store", Address];
        return GyreProgram.Start(UpgradedServer.Variables, [.. arguments, .. place]);
    }

    /// <summary>Everything that the store holds, as text.</summary>
    public Task<string> ReadContentAsync() => Address is null
        ? StoreContent.ReadSqliteAsync(Path.Join(Home, "gyre.db"), Cancel)
        : StoreContent.ReadPostgreSqlAsync(PostgresServer.ConnectionString(Address), Cancel);

    /// <summary>Type, subject and data of every event.</summary>
    public Task<IReadOnlyList<string[]>> ReadEventsAsync() => Address is null
        ? StoreContent.ReadSqliteEventsAsync(Path.Join(Home, "gyre.db"), Cancel)
        : StoreContent.ReadPostgreSqlEventsAsync(PostgresServer.ConnectionString(Address), Cancel);

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> ReadDumpAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Join(folder.FullName, "tests", "conformance", "stores");
            if (Directory.Exists(candidate))
                return candidate;
        }
        throw new InvalidOperationException("There is no folder tests/conformance/stores above the tests.");
    }
}
