using Gyre.Projects.Formats.OctopusCL;

namespace Gyre.Projects;

/// <summary>Reads experiment plans. Pure.</summary>
public static class ExperimentPlans
{
    /// <summary>Reads the files of a plan: datasets, trials and splits in the format of OctopusCL.</summary>
    /// <param name="files">Name, as the user knows it, and content of each file.</param>
    /// <param name="language">Which classes there are beside the built-in ones.</param>
    public static PlanReading Read(IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files, PlanLanguage language)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(language);
        return PlanReader.Read(files, language);
    }
}
