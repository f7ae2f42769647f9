using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Components.</summary>
public sealed record ComponentList
{
    /// <summary>By name.</summary>
    public required IReadOnlyList<ComponentInfo> Components { get; init; }
}

/// <summary>A program with typed inputs and outputs that a step runs with <c>uses:</c>.</summary>
public sealed record ComponentInfo
{
    /// <summary>The name after <c>uses:</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What it takes.</summary>
    public required IReadOnlyList<ComponentInputInfo> Inputs { get; init; }

    /// <summary>What it gives.</summary>
    public required IReadOnlyList<ComponentOutputInfo> Outputs { get; init; }
}

/// <summary>An input of a component.</summary>
public sealed record ComponentInputInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value, or title of the artifact.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it is an artifact, not a value.</summary>
    public required bool Artifact { get; init; }

    /// <summary>Whether it can be left out.</summary>
    public required bool Optional { get; init; }

    /// <summary>The value when none is given; null for none.</summary>
    public Value? Default { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Description { get; init; }
}

/// <summary>An output of a component.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the value, or title of the artifact.</param>
/// <param name="Artifact">Whether it is an artifact, not a value.</param>
/// <param name="Description">For people, or null.</param>
public sealed record ComponentOutputInfo(string Name, string Type, bool Artifact, string? Description);
