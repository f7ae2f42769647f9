using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Something that can be set before a training; its type is <see cref="ModelSetting{T}"/>.</summary>
/// <param name="Name">In kebab-case, as on the command line.</param>
/// <param name="Description">One sentence for people.</param>
public abstract record ModelSetting(string Name, string Description);

/// <summary>A setting with a value: a number or a text.</summary>
/// <typeparam name="T"><see cref="int"/>, <see cref="ulong"/>, <see cref="double"/> or <see cref="string"/>.</typeparam>
/// <param name="Name">In kebab-case, as on the command line.</param>
/// <param name="Default">Holds when nothing is set.</param>
/// <param name="Description">One sentence for people.</param>
public sealed record ModelSetting<T>(string Name, T Default, string Description) : ModelSetting(Name, Description)
    where T : notnull
{
    /// <summary>The only values allowed; empty when the kind judges the value itself. Default empty.</summary>
    public ImmutableArray<T> Choices { get; init; } = [];
}

/// <summary>Values of settings; what is not set has its default. Immutable.</summary>
public sealed class ModelSettings
{
    /// <summary>How features are scaled.</summary>
    public static readonly ModelSetting<string> Scale = new("scale", "none", "Feature scaling: none, standard, or a divisor.");

    /// <summary>Threads to use.</summary>
    public static readonly ModelSetting<int> Threads = new("threads", 1, "Number of threads; the result does not depend on it.");

    /// <summary>Nothing is set.</summary>
    public static readonly ModelSettings Defaults = new(ImmutableDictionary<string, object>.Empty.WithComparers(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, object> _values;

    private ModelSettings(ImmutableDictionary<string, object> values) => _values = values;

    /// <summary>The value of a setting, or its default.</summary>
    /// <exception cref="InvalidCastException">Another setting of this name and of another type was set.</exception>
    public T Get<T>(ModelSetting<T> setting)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _values.TryGetValue(setting.Name, out var value) ? (T)value : setting.Default;
    }

    /// <summary>The same with one value set.</summary>
    public ModelSettings With<T>(ModelSetting<T> setting, T value)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new ModelSettings(_values.SetItem(setting.Name, value));
    }
}
