using System.Text;

namespace Gyre.Datasets.Tests.Imports;

/// <summary>Files to import in a temporary folder. What is imported is inspected.</summary>
internal sealed class ImportFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gyre-import-").FullName;

    public ImportFolder Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    public ImportFolder Write(string file, byte[] bytes)
    {
        var path = System.IO.Path.Join(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public Task<DatasetImport> OpenAsync(string source, DatasetImportOptions? options = null) => DatasetImport.OpenAsync(
        System.IO.Path.Join(Path, source), source, options ?? new DatasetImportOptions(), TestContext.Current.CancellationToken);

    /// <summary>Imports, inspects and reads back.</summary>
    public async Task<(DatasetImport Import, List<DatasetExample> Examples)> ImportAsync(
        string source, DatasetImportOptions? options = null, DatasetFormat format = DatasetFormat.Csv, string target = "target")
    {
        var import = await OpenAsync(source, options);
        var folder = System.IO.Path.Join(Path, target);
        await import.WriteAsync(folder, format, TestContext.Current.CancellationToken);
        var inspection = await DatasetFolder.InspectAsync(folder, null, TestContext.Current.CancellationToken);
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.ShouldBeEmpty();
        var examples = await DatasetExamples.OpenAsync(folder, TestContext.Current.CancellationToken);
        return (import, await examples.ReadAsync(null, TestContext.Current.CancellationToken).ToListAsync(
            TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
