using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Experiments.Features;

/// <summary>
/// Joins all inputs of examples into one vector of numbers, by the types of the schema. It learns from the examples that it is fitted to
/// and from no others; afterwards an example's vector depends on that example alone. Used by any number of threads.
/// </summary>
internal sealed class ExampleEncoder : IDisposable
{
    /// <summary>The most features.</summary>
    public const int MaxFeatures = 1_000_000;

    private const string Kind = "example-encoder";

    private readonly ImmutableArray<EncodedElement> _elements;
    private readonly ImmutableArray<Embedding> _models;

    private ExampleEncoder(ImmutableArray<EncodedElement> elements, ImmutableArray<Embedding> models)
    {
        (_elements, _models) = (elements, models);
        var width = elements.Sum(static element => (long)element.Width);
        if (width is 0 or > MaxFeatures)
        {
            throw new InvalidInputException(
                "experiment.features", $"The inputs become {width} features, but there must be 1 to {MaxFeatures}.",
                "Make images smaller (image_width, image_height), or select other inputs.");
        }
        Width = (int)width;
    }

    /// <summary>Number of features.</summary>
    public int Width { get; }

    /// <summary>A name for each feature, made of the name of its element.</summary>
    public IEnumerable<string> FeatureNames => _elements.SelectMany(static element => element.Names);

    /// <summary>Learns from training examples.</summary>
    /// <param name="training">The examples; only inputs are looked at.</param>
    /// <param name="options">How to encode.</param>
    /// <exception cref="InvalidInputException">An input has no numbers in it, a value is not valid, or a model cannot be used.</exception>
    public static ExampleEncoder Fit(TrialRows training, EncoderOptions options)
    {
        var models = Open(options.Embeddings, options.CodeFolder);
        try
        {
            var fitting = new ElementFitting(training, options, models);
            ImmutableArray<EncodedElement> elements = [.. InputsOf(training.Schema).Select(fitting.Fit)];
            if (models.FirstOrDefault(model =>
                !elements.Any(element => element.Features is EmbeddedFeatures features && features.Uses(model))) is { } idle)
                throw idle.Refuse(
                    $"embeds {(idle.IsOfText ? "texts" : "images")}, but there is no input left for it",
                    "Correct the parameter 'embedding'.");
            return new ExampleEncoder(elements, models);
        }
        catch
        {
            Dispose(models);
            throw;
        }
    }

    /// <summary>Reads what <see cref="Save"/> gave.</summary>
    /// <param name="state">The document.</param>
    /// <param name="codeFolder">The folder of the plan's code, with the models that embed.</param>
    /// <exception cref="InvalidInputException">It is not what an encoder saves, or a model is another one now.</exception>
    public static ExampleEncoder Load(Value state, string codeFolder)
    {
        var read = MapReader.OfState(state, Kind);
        var models = Open(read.Texts("models"), codeFolder);
        try
        {
            return new ExampleEncoder([.. read.Maps("elements").Select(element => EncodedElement.Load(element, models))], models);
        }
        catch
        {
            Dispose(models);
            throw;
        }
    }

    /// <summary>All that it learned; the models that embed are named with their digests.</summary>
    public MapValue Save() => MapReader.StateOf(
        Kind,
        ("models", MapReader.ListOf(_models.Select(static model => model.Path))),
        ("elements", Value.Of(_elements.Select(static element => element.Save()))));

    /// <summary>One row per example, in their order.</summary>
    /// <param name="rows">Examples with the inputs that it was fitted to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">An input is missing or of another type, or a value is not valid; of several faulty examples
    /// the first one is named.</exception>
    public DenseMatrix Encode(TrialRows rows, CancellationToken cancellationToken = default)
    {
        int[] columns = [.. _elements.Select(element => element.ColumnIn(rows.Schema))];
        if ((long)rows.Examples.Length * Width > Array.MaxLength)
        {
            throw new InvalidInputException(
                "experiment.features", $"{rows.Examples.Length} examples with {Width} features do not fit into memory.",
                "Use fewer examples at once, or fewer features.");
        }
        var encoded = new DenseMatrix(rows.Examples.Length, Width);
        if (!_elements.Any(static element => element.IsSlow))
        {
            for (var i = 0; i < encoded.Rows; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Encode(rows, i, columns, encoded);
            }
            return encoded;
        }
        EncodeSlow(rows, columns, encoded, cancellationToken);
        return encoded;
    }

    public void Dispose() => Dispose(_models);

    /// <summary>
    /// Several examples at once. Breaking lets all examples before the faulty one be looked at, so that the first one is always found.
    /// </summary>
    private void EncodeSlow(TrialRows rows, int[] columns, DenseMatrix encoded, CancellationToken cancellationToken)
    {
        var faults = new InvalidInputException?[encoded.Rows];
        Parallel.For(0, encoded.Rows, new ParallelOptions { CancellationToken = cancellationToken }, (i, loop) =>
        {
            try
            {
                Encode(rows, i, columns, encoded);
            }
            catch (InvalidInputException exception)
            {
                faults[i] = exception;
                loop.Break();
            }
        });
        if (Array.Find(faults, static fault => fault is not null) is { } first)
            throw first;
    }

    private void Encode(TrialRows rows, int index, int[] columns, DenseMatrix encoded)
    {
        var example = rows.Examples[index];
        var features = encoded.Row(index);
        foreach (var (i, element) in _elements.Index())
        {
            element.Write(example, columns[i], features[..element.Width], rows.FilesFolder);
            features = features[element.Width..];
        }
    }

    /// <summary>Inputs that can have values; of two with one name the first.</summary>
    private static IEnumerable<DatasetElement> InputsOf(DatasetSchema schema) =>
        schema.Inputs.DistinctBy(static element => element.Name, StringComparer.Ordinal)
            .Where(static element => element.Type != ElementType.Shape);

    private static ImmutableArray<Embedding> Open(ImmutableArray<string> paths, string codeFolder)
    {
        var models = ImmutableArray.CreateBuilder<Embedding>();
        try
        {
            foreach (var path in paths.Distinct(StringComparer.Ordinal))
                models.Add(Embedding.Open(path, codeFolder));
            return models.ToImmutable();
        }
        catch
        {
            Dispose(models.ToImmutable());
            throw;
        }
    }

    private static void Dispose(ImmutableArray<Embedding> models)
    {
        foreach (var model in models)
            model.Dispose();
    }
}
