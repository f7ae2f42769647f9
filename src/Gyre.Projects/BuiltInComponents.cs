using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>Components that come with the program, for steps that use <c>gyre/NAME</c>. The modules of the program bring them.</summary>
public sealed class BuiltInComponents
{
    private readonly Dictionary<string, Component> _byName;

    /// <summary>A list of components.</summary>
    /// <param name="components">What the modules bring; each name once.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public BuiltInComponents(IEnumerable<Component> components)
    {
        All = [.. components.OrderBy(component => component.Name, StringComparer.Ordinal)];
        _byName = All.ToDictionary(component => component.Name, StringComparer.Ordinal);
    }

    /// <summary>None at all.</summary>
    public static BuiltInComponents None { get; } = new([]);

    /// <summary>All of them, by name.</summary>
    public ImmutableArray<Component> All { get; }

    /// <summary>The component of a name such as <c>gyre/learn-train</c>, or null.</summary>
    public Component? Find(string name) => _byName.GetValueOrDefault(name);
}
