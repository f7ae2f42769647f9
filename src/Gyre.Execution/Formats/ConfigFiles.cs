using System.Runtime.InteropServices;
using Gyre.Core;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Formats;

/// <summary>Writes the config files of a step, each as <c>.json</c> and <c>.yaml</c>.</summary>
internal static class ConfigFiles
{
    private static readonly MapValue Runtime = DescribeMachine();

    /// <summary>Writes them all into a folder that exists.</summary>
    public static void Write(AttemptOrder order, AttemptFolder folder, SeenFolders seen, IReadOnlyList<PlacedInput> inputs)
    {
        Write(folder, "execution", order.ExecutionFacts);
        Write(folder, "parameters", WithoutAbsent(order.Parameters));
        Write(folder, "inputs", Inputs(order, inputs, path => seen.InInputs(path, folder)));
        Write(folder, "runtime", Runtime);
    }

    /// <summary>Writes one of them in both forms.</summary>
    public static void Write(AttemptFolder folder, string name, MapValue content)
    {
        File.WriteAllBytes(Path.Join(folder.Config, name + ".json"), ConfigText.Json(content));
        File.WriteAllBytes(Path.Join(folder.Config, name + ".yaml"), ConfigText.Yaml(content));
    }

    private static MapValue WithoutAbsent(MapValue parameters) => new([.. parameters.Entries.Where(entry => !entry.Value.IsNull)]);

    private static MapValue Inputs(AttemptOrder order, IReadOnlyList<PlacedInput> inputs, Func<string, string> seen) => Map(inputs.Select(input => Entry(input.Name, Map(
        Entry("files", Value.Of(input.Files.Select(file => Describe(file, file.Path is { } path ? seen(path) : null)))),
        Entry("input_id", Value.Of(input.Order.IdIn(order.Attempt).ToString("D")))))));

    private static MapValue Describe(PlacedFile file, string? path)
    {
        List<KeyValuePair<string, Value>> entries =
        [
            Entry("name", Value.Of(file.Name)),
            Entry("uri", Value.Of(file.Source.Uri)),
            Entry("size", Value.Of(file.Source.SizeInBytes)),
            Entry("checksums", Checksums(file.Source)),
            Entry("metadata", file.Source.Metadata switch { null => Value.Of([]), ListValue list => list, var one => Value.Of([one]) }),
        ];
        if (path is not null)
            entries.Insert(1, Entry("path", Value.Of(path)));
        if (StepContract.DatumId(file.Source.Uri) is { } datum)
            entries.Add(Entry("datum_id", Value.Of(datum)));
        return Map(entries);
    }

    /// <summary>Those that are known.</summary>
    private static MapValue Checksums(InputFile file) => Map(
        new[] { ("md5", file.Md5), ("sha1", file.Sha1), ("sha256", file.Digest.Hex) }.Where(sum => sum.Item2 is not null).Select(sum => Entry(sum.Item1, Value.Of(sum.Item2!))));

    private static MapValue DescribeMachine() => Map(
        Entry("os", Value.Of(RuntimeInformation.OSDescription)),
        Entry("architecture", Value.Of(RuntimeInformation.OSArchitecture.ToString())),
        Entry("hostname", Value.Of(Environment.MachineName)),
        Entry("cpu_count", Value.Of(Environment.ProcessorCount)),
        Entry("memory_bytes", Value.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)));

    private static MapValue Map(params IEnumerable<KeyValuePair<string, Value>> entries) => new([.. entries]);

    private static KeyValuePair<string, Value> Entry(string name, Value value) => new(name, value);
}
