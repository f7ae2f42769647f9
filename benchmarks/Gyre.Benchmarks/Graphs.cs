using System.Globalization;
using System.Text;

namespace Gyre.Benchmarks;

/// <summary>Projects of many steps that do nothing. Each step has a value of its own, so that none is answered from the cache of another.</summary>
internal static class Graphs
{
    private const string Step = """
        - step:
            name: nothing
            image: none
            command: 'true {parameter-value:i}'
            inputs:
              - {name: x, optional: true}
            parameters:
              - {name: i, type: integer, default: 0}
        - pipeline:
            name: many
            nodes:

        """;

    public static string Chain(Bench bench, int nodes) => Chain(bench, nodes, fixedFolders: false);

    /// <param name="bench">Where it goes.</param>
    /// <param name="nodes">How many steps.</param>
    /// <param name="fixedFolders">Whether each step sees its folders at fixed paths, in a view of the file system of its own.</param>
    public static string Chain(Bench bench, int nodes, bool fixedFolders) =>
        Write(bench, $"chain{nodes}", nodes, Enumerable.Range(0, nodes - 1).Select(i => (i, i + 1)), fixedFolders);

    public static string FanOut(Bench bench, int nodes) => FanOut(bench, nodes, fixedFolders: false);

    /// <summary>See <see cref="Chain(Bench, int, bool)"/>.</summary>
    public static string FanOut(Bench bench, int nodes, bool fixedFolders) =>
        Write(bench, $"fan{nodes}", nodes, Enumerable.Range(1, nodes - 1).Select(i => (0, i)), fixedFolders);

    /// <summary>The same steps for make: one target each.</summary>
    public static string Makefile(Bench bench, int nodes, bool chain)
    {
        var text = new StringBuilder("SHELL=/bin/bash\nall: ").AppendJoin(' ', Enumerable.Range(0, nodes).Select(i => $"n{i}")).AppendLine();
        for (var i = 0; i < nodes; i++)
            text.Append(CultureInfo.InvariantCulture, $"n{i}:{(i == 0 ? "" : $" n{(chain ? i - 1 : 0)}")}\n\t@true {i};\n");
        var folder = bench.NewPlace("make");
        Directory.CreateDirectory(folder);
        var file = Path.Join(folder, "Makefile");
        File.WriteAllText(file, text.ToString());
        return file;
    }

    private static string Write(Bench bench, string name, int nodes, IEnumerable<(int From, int To)> edges, bool fixedFolders)
    {
        var text = new StringBuilder(Step).Replace("image: none", fixedFolders ? "image: none\n    fixed-folders: true" : "image: none");
        for (var i = 0; i < nodes; i++)
            text.Append(CultureInfo.InvariantCulture, $"      - {{name: n{i}, type: execution, step: nothing, override: {{parameters: [{{name: i, type: integer, default: {i}}}]}}}}\n");
        text.Append("    edges:\n");
        foreach (var (from, to) in edges)
            text.Append(CultureInfo.InvariantCulture, $"      - [n{from}.output.*, n{to}.input.x]\n");
        var folder = bench.NewPlace(name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "gyre.yaml"), text.ToString());
        return folder;
    }
}
