using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Imports and exports that end with their test.</summary>
internal static class Files
{
    public static LabelImportResult Import(string format, string path) =>
        LabelFormats.Import(format, path, cancellationToken: TestContext.Current.CancellationToken);

    public static LabelExportResult Export(LabeledData data, string format, string path) =>
        LabelFormats.Export(data, format, path, TestContext.Current.CancellationToken);
}
