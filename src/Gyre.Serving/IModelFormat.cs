using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Serving;

/// <summary>A form of model files that this module does not know by itself.</summary>
public interface IModelFormat
{
    /// <summary>Whether a file has it; looks at the beginning only.</summary>
    bool IsOne(ReadOnlySpan<byte> content);

    /// <summary>Loads a model.</summary>
    /// <param name="content">A file of this form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">It cannot be loaded.</exception>
    Task<IRowModel> LoadAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}

/// <summary>A model that answers row by row. Thread-safe.</summary>
public interface IRowModel : IAsyncDisposable
{
    /// <summary>Its kind, in lowercase words.</summary>
    string Kind { get; }

    /// <summary>What it takes.</summary>
    ImmutableArray<ModelField> Inputs { get; }

    /// <summary>What it gives; of several, each answer is a map with these names.</summary>
    ImmutableArray<ModelField> Outputs { get; }

    /// <summary>Answers rows.</summary>
    /// <param name="rows">1 to <see cref="PredictionRequest.MaxRows"/>, each a map by name, a list in order, or a single value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One answer for each row.</returns>
    /// <exception cref="InvalidInputException">A row does not fit; the place begins with <c>instances/</c>.</exception>
    Task<ImmutableArray<Value>> PredictAsync(ListValue rows, CancellationToken cancellationToken);
}
