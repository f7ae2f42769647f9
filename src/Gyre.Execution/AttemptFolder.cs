using Gyre.Core;

namespace Gyre.Execution;

/// <summary>Names of the files in an attempt's folder, <c>HOME/attempts/ID</c>. The folder is the whole protocol between engine and supervisor.</summary>
/// <param name="Root">The folder.</param>
public sealed record AttemptFolder(string Root)
{
    /// <summary>What to do; written by the engine before anything starts.</summary>
    public string Order => Path.Join(Root, "order.json");

    /// <summary>Secrets of the order, the owner's alone; there from before the order is until a supervisor has read them.</summary>
    public string Secrets => Path.Join(Root, "secrets.json");

    /// <summary>Who does it; created by the first supervisor that comes, with its process id. Others leave.</summary>
    public string Claim => Path.Join(Root, "claim.json");

    /// <summary>The process group of the command, so that somebody else can end it when the supervisor is gone.</summary>
    public string Group => Path.Join(Root, "group.json");

    /// <summary>
    /// Who may write the result: created exactly once, by the supervisor when every process of the step is dead, or by an engine that gave
    /// the supervisor up. Whoever comes second writes nothing.
    /// </summary>
    public string Verdict => Path.Join(Root, "verdict.json");

    /// <summary>Created by the engine to ask for an early end; holds the reason.</summary>
    public string Cancel => Path.Join(Root, "cancel");

    /// <summary>What came out; written atomically, once.</summary>
    public string Result => Path.Join(Root, "result.json");

    /// <summary>What the step last said of itself over the API, a JSON value; written by whoever received it. Shown, and nothing else.</summary>
    public string Status => Path.Join(Root, "status.json");

    /// <summary>Log lines of both streams in order of arrival.</summary>
    public string Log => Path.Join(Root, "log.txt");

    /// <summary>Metadata points, a JSON object a line.</summary>
    public string Metadata => Path.Join(Root, "metadata.jsonl");

    /// <summary>What the machine was busy with meanwhile, a JSON object a line; there when the attempt took long enough to be sampled.</summary>
    public string System => Path.Join(Root, "system.jsonl");

    /// <summary>Working directory of the commands; removed at the end.</summary>
    public string Repository => Path.Join(Root, "repository");

    /// <summary>Inputs by name; removed at the end.</summary>
    public string Inputs => Path.Join(Root, "inputs");

    /// <summary>What the step leaves behind; removed once collected.</summary>
    public string Outputs => Path.Join(Root, "outputs");

    /// <summary>Outputs that were taken away while the step ran, with notes about them; removed once collected.</summary>
    public string Taken => Path.Join(Root, "taken");

    /// <summary>Files that a component writes its values to, by output; removed at the end.</summary>
    public string Values => Path.Join(Root, "values");

    /// <summary>What a component needs beside it while it runs, and its temporary files; removed at the end.</summary>
    public string Scratch => Path.Join(Root, "scratch");

    /// <summary>Empty; the root of a step's own view of the file system is made over it; removed at the end.</summary>
    public string ViewRoot => Path.Join(Root, "root");

    /// <summary>The config files; kept.</summary>
    public string Config => Path.Join(Root, "config");

    /// <summary>The folder of an attempt in a home.</summary>
    public static AttemptFolder In(string home, AttemptId attempt) => new(Path.Join(home, "attempts", attempt.ToString()));
}
