using System.Globalization;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>A small valid dataset in a temporary folder, to be broken in one place.</summary>
internal sealed class SampleFolder : IDisposable
{
    public const string Schema =
        """
        {
          "name": "sample", "description": "",
          "inputs": [
            {"name": "x", "type": "float", "required": true, "nullable": false},
            {"name": "n", "type": "integer", "required": false, "nullable": true}
          ],
          "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}],
          "metadata": []
        }
        """;

    public SampleFolder()
    {
        Write("schema.json", Schema);
        Write(
            "examples.csv", "id,x,n,y\n" + string.Concat(Enumerable.Range(0, 6).Select(static i => $"{Id(i)},{i}.5,{i},{"ab"[i % 2]}\n")));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("gyre-dataset-").FullName;

    /// <summary>An identifier of a row.</summary>
    public static string Id(int row) => $"6018366c-f658-47a7-9ed3-{row.ToString("x12", CultureInfo.InvariantCulture)}";

    /// <summary>An element of a schema.</summary>
    public static string Element(string name, string type, bool required = true, bool nullable = false, string more = "") =>
        $$"""{"name": "{{name}}", "type": "{{type}}", "required": {{(required ? "true" : "false")}}, "nullable": {{(nullable ? "true" : "false")}}{{more}}}""";

    /// <summary>A schema with these inputs and no outputs.</summary>
    public static string SchemaOf(params string[] inputs) =>
        $$"""{"name": "sample", "description": "", "inputs": [{{string.Join(",", inputs)}}], "outputs": [], "metadata": []}""";

    public SampleFolder Write(string file, string text)
    {
        var path = System.IO.Path.Join(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public SampleFolder Write(string file, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Join(Path, file), bytes);
        return this;
    }

    public SampleFolder Delete(string file)
    {
        File.Delete(System.IO.Path.Join(Path, file));
        return this;
    }

    public Task<DatasetInspection> InspectAsync(string? split = null) =>
        DatasetFolder.InspectAsync(Path, split, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
