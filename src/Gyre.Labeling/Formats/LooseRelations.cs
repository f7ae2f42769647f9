namespace Gyre.Labeling.Formats;

/// <summary>Relations that have lost an end.</summary>
internal static class LooseRelations
{
    /// <summary>The annotations without them; relations to relations go with these.</summary>
    public static List<Annotation> LeftOut(IEnumerable<Annotation> annotations, ProblemLog losses)
    {
        var kept = annotations.ToList();
        var ids = kept.Select(static annotation => annotation.Id).ToHashSet(StringComparer.Ordinal);
        for (var removed = 1; removed > 0;)
        {
            removed = kept.RemoveAll(annotation =>
                annotation.Geometry is Relation relation && !(ids.Contains(relation.From) && ids.Contains(relation.To))
                    && ids.Remove(annotation.Id));
            losses.Lose("relations to what is left out", removed);
        }
        return kept;
    }
}
