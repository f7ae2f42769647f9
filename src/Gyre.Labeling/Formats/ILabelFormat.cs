namespace Gyre.Labeling.Formats;

/// <summary>What an importer works with.</summary>
/// <param name="Source">The file or folder.</param>
/// <param name="Data">Gets what is found, and the problems.</param>
/// <param name="Options">How to import.</param>
/// <param name="Cancellation">Asked now and then.</param>
internal sealed record ImportWork(ImportSource Source, DataBuilder Data, LabelImportOptions Options, CancellationToken Cancellation)
{
    public ProblemLog Log => Data.Log;
}

/// <summary>Reads and writes one format.</summary>
internal interface ILabelFormat
{
    /// <summary>What it has places for.</summary>
    LabelFormat Format { get; }

    /// <summary>What it has places for, for some data: programs expect ids to be numbers, say.</summary>
    LabelFormat FormatFor(LabeledData data) => Format;

    /// <summary>Leaves out what the places of a format do not tell.</summary>
    LabeledData Prepare(LabeledData data, ProblemLog losses) => data;

    /// <summary>Takes what it can; everything else becomes a problem.</summary>
    void Import(ImportWork work);

    /// <summary>Whether a folder is written for a path.</summary>
    bool WritesFolder(string path);

    /// <summary>Writes data that was reduced to what the format carries.</summary>
    void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken);
}
