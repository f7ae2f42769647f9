using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>The features that one element of the examples becomes. Immutable; used by any number of threads.</summary>
internal abstract class ElementFeatures
{
    /// <summary>Its name in saved documents.</summary>
    public abstract string Kind { get; }

    /// <summary>Number of features.</summary>
    public abstract int Width { get; }

    /// <summary>Whether an example takes so long that several are encoded at once.</summary>
    public virtual bool IsSlow => false;

    /// <summary>Names of the features.</summary>
    /// <param name="element">Name of the element.</param>
    public abstract IEnumerable<string> Names(string element);

    /// <summary>Writes the features of a value.</summary>
    /// <param name="value">Neither missing nor null.</param>
    /// <param name="features">Zeros, as many as <see cref="Width"/>.</param>
    /// <param name="place">Where the value stands.</param>
    /// <exception cref="InvalidInputException">The value is not what the element is declared as, or its file cannot be read.</exception>
    public abstract void Write(Value value, Span<double> features, ExamplePlace place);

    /// <summary>Writes the features of a missing value: zeros, unless there is something better.</summary>
    public virtual void WriteMissing(Span<double> features)
    {
    }

    /// <summary>What it learned.</summary>
    public abstract IEnumerable<(string Name, Value Value)> Save();

    /// <summary>The single values of a value: its items that are not null, or itself.</summary>
    public static IEnumerable<Value> ItemsOf(Value value) =>
        value is ListValue list ? list.Items.Where(static item => !item.IsNull) : [value];
}

/// <summary>Looks at values of training examples and makes features of them.</summary>
/// <param name="Element">Their element.</param>
/// <param name="Values">One per example that has a value, with its place.</param>
/// <param name="Options">How to encode.</param>
internal sealed record ElementTraining(
    DatasetElement Element, IReadOnlyList<(Value Value, ExamplePlace Place)> Values, EncoderOptions Options);
