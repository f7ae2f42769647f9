using Gyre.Core;
using Gyre.Testing;
using Gyre.Testing.Datasets;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>The program is killed while it pushes to a shared folder, and while it pulls from one.</summary>
public sealed class DatasetCrashTests : IDisposable
{
    private static readonly int Kills = Budget.TransferKills;
    private readonly DatasetSample _sample = new();

    private string Shared => _sample.Beside("shared");

    [Fact]
    public async Task A_killed_push_or_pull_shows_nothing_half_and_is_taken_up()
    {
        var environment = $$"""{"datasets": "{{Shared.Replace('\\', '/')}}"}""";
        await File.WriteAllTextAsync(_sample.Beside("gyre.staging.json"), environment, TestContext.Current.CancellationToken);
        WriteFiles();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Killed when so many contents are there; the last one pushes to the end.
            await RunAndKillAsync(() => Entries("blobs").Count() >= kill, "dataset", "push", _sample.Folder, "-e", "staging");
            foreach (var blob in Entries("blobs"))
                Digest.Of(await File.ReadAllBytesAsync(blob, TestContext.Current.CancellationToken)).Hex.ShouldBe(Path.GetFileName(blob));
        }
        await RunAsync("dataset", "push", _sample.Folder, "-e", "staging");
        Entries("versions").ShouldHaveSingleItem();

        var target = _sample.Beside("out");
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync(() => Gathered() >= kill, "dataset", "pull", "sample", target, "-e", "staging");
            if (Directory.Exists(target))
                break;
        }
        await RunAsync("dataset", "pull", "sample", target, "-e", "staging");
        DatasetSample.FilesOf(target).ShouldBe(DatasetSample.FilesOf(_sample.Folder), ignoreOrder: true);
        Directory.EnumerateDirectories(_sample.Beside(""), ".*").ShouldBeEmpty();
    }

    public void Dispose() => _sample.Dispose();

    /// <summary>A picture for each kill, 48 MiB in all.</summary>
    private void WriteFiles()
    {
        foreach (var row in Enumerable.Range(0, Kills))
            _sample.Write($"files/img/{row}.png", $"{row} {new string('a', (48 << 20) / Kills)}");
        _sample.Write("examples.csv", "id,x,picture,y\n" + string.Concat(Enumerable.Range(0, Kills).Select(
            static row => $"{DatasetSample.Id(row)},{row},img/{row}.png,{"ab"[row % 2]}\n")));
    }

    private IEnumerable<string> Entries(string kind)
    {
        var folder = Path.Join(Shared, "sample", ".gyre", kind);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
    }

    private int Gathered() => Directory.EnumerateDirectories(_sample.Beside(""), ".out.*.pull")
        .Sum(static folder => Directory.Exists(Path.Join(folder, "dataset"))
            ? Directory.EnumerateFiles(Path.Join(folder, "dataset"), "*", SearchOption.AllDirectories).Count()
            : 0);

    /// <summary>Kills the program as soon as something is so, or lets it end.</summary>
    private async Task RunAndKillAsync(Func<bool> isSo, params string[] arguments)
    {
        using var program = Start(arguments);
        await Patience.UntilAsync(() => program.HasExited || IsSo(isSo), TestContext.Current.CancellationToken);
        if (!program.HasExited)
            await program.KillAsync();
    }

    private static bool IsSo(Func<bool> what)
    {
        try
        {
            return what();
        }
        catch (IOException)
        {
            return false; // A folder went while it was looked at.
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var (code, _, errors) = await program.EndAsync();
        code.ShouldBe(0, errors);
    }

    private GyreProgram Start(string[] arguments) =>
        GyreProgram.StartIn(_sample.Beside(""), new Dictionary<string, string>(), arguments);
}
