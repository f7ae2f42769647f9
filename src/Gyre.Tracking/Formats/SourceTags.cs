namespace Gyre.Tracking.Formats;

/// <summary>Where a run's code is from, as tags that MLflow's clients read.</summary>
internal static class SourceTags
{
    public static IEnumerable<Tag> Of(RecordedRun run)
    {
        yield return new Tag("mlflow.user", Environment.UserName);
        if (run.Parent is { } parent)
            yield return new Tag(TrackingWords.ParentRun, parent);
        if (run.Source is { } source)
        {
            yield return new Tag("mlflow.source.name", source);
            yield return new Tag("mlflow.source.type", "PROJECT");
        }
        if (run.EntryPoint is { } entryPoint)
            yield return new Tag("mlflow.project.entryPoint", entryPoint);
        if (run.Commit is { } commit)
            yield return new Tag("mlflow.source.git.commit", commit);
        if (run.Branch is { } branch)
            yield return new Tag("mlflow.source.git.branch", branch);
        if (run.Dirty is { } dirty)
            yield return new Tag("mlflow.source.git.dirty", dirty ? "true" : "false");
        if (run.Host is { } host)
            yield return new Tag("gyre.host", host);
    }
}
