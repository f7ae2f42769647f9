using System.Collections.Immutable;

namespace Gyre.Serving.Models;

/// <summary>What a model said to a request.</summary>
internal sealed record ModelAnswer
{
    /// <summary>Rows of the request.</summary>
    public required long Rows { get; init; }

    /// <summary>The outputs, with all rows in each.</summary>
    public ImmutableArray<Tensor> Outputs { get; init; } = [];

    /// <summary>What a program answered instead.</summary>
    public PredictionAnswer? Ready { get; init; }
}

/// <summary>A model that is loaded. Thread-safe; disposed when nobody asks it any more.</summary>
internal interface IServedModel : IAsyncDisposable
{
    /// <summary>Its kind: <c>onnx</c>.</summary>
    string Kind { get; }

    ImmutableArray<ModelField> Inputs { get; }

    ImmutableArray<ModelField> Outputs { get; }

    /// <exception cref="Core.InvalidInputException">The request does not fit.</exception>
    /// <exception cref="ModelFailedException">There is no answer.</exception>
    Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken);
}
