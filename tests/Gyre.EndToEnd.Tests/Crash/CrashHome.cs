using System.Globalization;
using System.Text.Json;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A home whose processes are looked at and killed from outside.</summary>
internal sealed class CrashHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-crash-").FullName;

    public CrashHome()
    {
        Effects = Path.Join(_folder, "effects.txt");
        Project = CrashProject.Write(Path.Join(_folder, "project"), Effects);
    }

    public string Home => Path.Join(_folder, "home");

    public string Project { get; }

    public string Effects { get; }

    /// <summary>How far things are: files that mark a step of an attempt's life.</summary>
    public int Marks => Directory.Exists(Attempts)
        ? Directory.EnumerateDirectories(Attempts).Sum(folder => Count(folder, "order.json") + Count(folder, "claim.json") + Count(folder, "group.json") + Count(folder, "verdict.json"))
        : 0;

    /// <summary>Whether something was intended and not yet acknowledged: an attempt that was ordered and has no verdict.</summary>
    public bool IsSomethingOpen => Directory.Exists(Attempts)
        && Directory.EnumerateDirectories(Attempts).Any(folder => Count(folder, "order.json") == 1 && Count(folder, "verdict.json") == 0);

    private string Attempts => Path.Join(Home, "attempts");

    public IReadOnlyList<string> ReadEffects() => File.Exists(Effects) ? File.ReadAllLines(Effects) : [];

    /// <summary>Warm supervisors of this home.</summary>
    public List<int> Supervisors() => SupervisorsBelow(Home);

    /// <summary>Ends the supervisors of all homes below a folder.</summary>
    public static void EndProcessesOf(string folder) => SupervisorsBelow(folder).ForEach(process => Signals.Kill(process));

    /// <summary>Shells of steps of this home: they have a variable that names a folder in it.</summary>
    public List<int> Steps() => [.. Processes().Where(process => !IsGyre(process.Command) && Environment(process.Id).Contains($"GYRE_OUTPUTS_DIR={Home}/", StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>The shells that supervisors started; a part of a step that is killed alone is the step's own business.</summary>
    public List<int> Shells()
    {
        var supervisors = Supervisors().ToHashSet();
        return [.. Steps().Where(step => supervisors.Contains(ParentOf(step)))];
    }

    /// <summary>What the chain came to, without what may differ from one time to the next: ids, times, numbers of tries.</summary>
    public async Task<IReadOnlyList<string>> ResultAsync()
    {
        var cycle = await GyreProgram.AskAsync("cycle", "show", "last", "--home", Home);
        var lines = new List<string> { $"{Text(cycle, "state")} {Text(cycle, "stop_reason")}" };
        foreach (var turn in cycle.GetProperty("turns").EnumerateArray())
        {
            lines.Add($"turn {turn.GetProperty("turn")} {Text(turn, "state")} {turn.GetProperty("parameters")}");
            var run = await GyreProgram.AskAsync("runs", "show", Text(turn, "run_id"), "--home", Home);
            foreach (var node in run.GetProperty("nodes").EnumerateArray())
                lines.Add($"  {Text(node, "name")} {Text(node, "state")} {node.GetProperty("metadata")} {node.GetProperty("outputs")}");
        }
        return lines;
    }

    /// <summary>Attempts whose result counts, by node.</summary>
    public async Task<List<(string Run, string Node, string Attempt)>> CountedAsync()
    {
        var cycle = await GyreProgram.AskAsync("cycle", "show", "last", "--home", Home);
        var counted = new List<(string, string, string)>();
        foreach (var turn in cycle.GetProperty("turns").EnumerateArray())
        {
            var run = await GyreProgram.AskAsync("runs", "show", Text(turn, "run_id"), "--home", Home);
            counted.AddRange(run.GetProperty("nodes").EnumerateArray()
                .Where(node => node.GetProperty("attempt_id").ValueKind == JsonValueKind.String)
                .Select(node => (Text(turn, "run_id"), Text(node, "name"), Text(node, "attempt_id"))));
        }
        return counted;
    }

    public void Dispose()
    {
        foreach (var process in Supervisors().Concat(Steps()))
            Signals.Kill(process);
        // A supervisor that was just killed may have left a file half made; the folder goes all the same.
        for (var tries = 0; Directory.Exists(_folder); tries++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (tries < 50)
            {
                continue;
            }
        }
    }

    private static int Count(string folder, string name) => File.Exists(Path.Join(folder, name)) ? 1 : 0;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static List<int> SupervisorsBelow(string folder) =>
        [.. Processes().Where(process => IsGyre(process.Command) && process.Command.Contains("\0step\0", StringComparison.Ordinal) && process.Command.Contains(folder, StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>The program by itself, or under the runtime's host.</summary>
    private static bool IsGyre(string command) =>
        command.Split('\0').Take(2).Any(word => Path.GetFileName(word) is "gyre" or "gyre.dll");

    private static IEnumerable<(int Id, string Command)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read($"/proc/{id}/cmdline") is { Length: > 0 } command)
                yield return (id, command);
        }
    }

    private static int ParentOf(int process)
    {
        // The name stands in parentheses and may hold anything; the state and the parent follow.
        var stat = Read($"/proc/{process}/stat");
        var rest = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length > 1 && int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : 0;
    }

    private static string Environment(int process) => Read($"/proc/{process}/environ");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
