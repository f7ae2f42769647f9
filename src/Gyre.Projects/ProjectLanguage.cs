namespace Gyre.Projects;

/// <summary>What project files may say beyond the grammar itself: the modules of a home bring it, and every reader of a project is given it.</summary>
public sealed record ProjectLanguage
{
    /// <summary>The grammar alone.</summary>
    public static ProjectLanguage Standard { get; } = new();

    /// <summary>Components that steps may use by name.</summary>
    public BuiltInComponents Components { get; init; } = BuiltInComponents.None;

    /// <summary>Kinds of nodes that pipelines may have.</summary>
    public NodeKinds Nodes { get; init; } = NodeKinds.Standard;
}
