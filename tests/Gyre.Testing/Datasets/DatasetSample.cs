using System.Globalization;

namespace Gyre.Testing.Datasets;

/// <summary>A small valid dataset with files and splits, in a temporary folder of its own that goes with it.</summary>
public sealed class DatasetSample : IDisposable
{
    /// <summary>Name of the dataset.</summary>
    public const string Name = "sample";

    private const string Schema =
        """
        {"name": "sample", "description": "Six numbers.",
         "inputs": [{"name": "x", "type": "float", "required": true, "nullable": false},
                    {"name": "picture", "type": "image_file", "required": true, "nullable": false}],
         "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}], "metadata": []}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("gyre-sample-").FullName;

    /// <summary>Writes it.</summary>
    public DatasetSample()
    {
        Write("schema.json", Schema.ReplaceLineEndings("\n"));
        WriteExamples(static row => row);
        foreach (var row in Enumerable.Range(0, 6))
            Write($"files/img/{row}.png", new string((char)('a' + row), 1000 * (row + 1)));
        Write("splits/halves/experience_0/partition_0/training.txt", "0\n1\n2\n");
        Write("splits/halves/experience_0/partition_0/test.txt", "3\n4\n5\n");
    }

    /// <summary>The folder of the dataset.</summary>
    public string Folder => Path.Join(_root, Name);

    /// <summary>An identifier of a row.</summary>
    public static string Id(int row) => $"6018366c-f658-47a7-9ed3-{row.ToString("x12", CultureInfo.InvariantCulture)}";

    /// <summary>Another place that goes with it.</summary>
    public string Beside(string name) => Path.Join(_root, name);

    /// <summary>Writes the six examples, with values as the rule has them.</summary>
    public DatasetSample WriteExamples(Func<int, double> value) => Write(
        "examples.csv",
        "id,x,picture,y\n" + string.Concat(Enumerable.Range(0, 6).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{Id(row)},{value(row)},img/{row}.png,{"ab"[row % 2]}\n"))));

    /// <summary>Writes a file of the dataset.</summary>
    public DatasetSample Write(string file, string text)
    {
        var path = Path.Join(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>Every file below a folder with its text, by its path with <c>/</c>.</summary>
    public static IReadOnlyDictionary<string, string> FilesOf(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal)
        : new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);
}
