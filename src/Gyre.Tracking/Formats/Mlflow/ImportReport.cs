namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>How many of one kind came, and what became of them.</summary>
/// <param name="Taken">Written now.</param>
/// <param name="AlreadyThere">There before, as they come.</param>
/// <param name="Kept">In whose place something else stands and stays; each has a remark.</param>
public readonly record struct ImportCount(long Taken, long AlreadyThere, long Kept)
{
    internal ImportCount With(ImportState state) => state switch
    {
        ImportState.Taken => this with { Taken = Taken + 1 },
        ImportState.AlreadyThere => this with { AlreadyThere = AlreadyThere + 1 },
        _ => this with { Kept = Kept + 1 },
    };

    internal ImportCount With(ImportChanges changes) => new(Taken + changes.Taken, AlreadyThere + changes.AlreadyThere, Kept + changes.Kept.Count);
}

/// <summary>What an import did.</summary>
public sealed record ImportReport
{
    /// <summary>Experiments; those that were joined count as kept.</summary>
    public ImportCount Experiments { get; set; }

    /// <summary>Runs.</summary>
    public ImportCount Runs { get; set; }

    /// <summary>Params of runs.</summary>
    public ImportCount Params { get; set; }

    /// <summary>Tags of experiments and runs.</summary>
    public ImportCount Tags { get; set; }

    /// <summary>Points of metrics.</summary>
    public ImportCount Points { get; set; }

    /// <summary>Datasets, model inputs and model outputs of runs.</summary>
    public ImportCount Uses { get; set; }

    /// <summary>Files of runs and logged models.</summary>
    public ImportCount Files { get; set; }

    /// <summary>Logged models.</summary>
    public ImportCount LoggedModels { get; set; }

    /// <summary>Registered models.</summary>
    public ImportCount RegisteredModels { get; set; }

    /// <summary>Versions of registered models.</summary>
    public ImportCount ModelVersions { get; set; }

    /// <summary>Aliases of versions.</summary>
    public ImportCount Aliases { get; set; }

    /// <summary>What was not taken, or not as it stood.</summary>
    public required RemarkList Remarks { get; init; }

    /// <summary>Whether anything was written.</summary>
    public bool ChangedAnything => ((ImportCount[])[Experiments, Runs, Params, Tags, Points, Uses, Files, LoggedModels, RegisteredModels, ModelVersions, Aliases]).Any(count => count.Taken > 0);
}
