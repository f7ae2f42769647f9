using System.Globalization;
using System.Numerics.Tensors;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>An image or a text as a model of the user embeds it; of several the mean.</summary>
internal sealed class EmbeddedFeatures : ElementFeatures
{
    public const string KindName = "embedding";

    private readonly Embedding _model;
    private readonly ImageShape _shape;

    private EmbeddedFeatures(Embedding model, ImageShape shape, int width) => (_model, _shape, Width) = (model, shape, width);

    public override string Kind => KindName;

    public override int Width { get; }

    public override bool IsSlow => true;

    /// <summary>Whether it asks a model.</summary>
    public bool Uses(Embedding model) => ReferenceEquals(_model, model);

    /// <summary>Asks the model once, to know how long its vectors are.</summary>
    /// <param name="model">The model; it is the caller's to dispose of.</param>
    /// <param name="wanted">Shape of images where the model takes any.</param>
    public static EmbeddedFeatures Of(Embedding model, ImageShape wanted)
    {
        var shape = model.Images?.ShapeOf(wanted) ?? wanted;
        if (shape.Mean.Length > shape.Colors || shape.Deviation.Length > shape.Colors)
            throw model.Refuse("takes grey images, but 'image_mean' or 'image_deviation' has three numbers", "Give one number.");
        var vector = model.IsOfText ? model.Embed("text") : model.Embed(new double[shape.Length], shape);
        return new EmbeddedFeatures(model, shape, vector.Length);
    }

    /// <summary>Finds the model that was saved.</summary>
    /// <exception cref="InvalidInputException">The models are others now.</exception>
    public static EmbeddedFeatures Load(MapReader state, IReadOnlyCollection<Embedding> models)
    {
        var (path, digest) = (state.Text("model"), state.Text("digest"));
        var model = models.FirstOrDefault(model => model.Path == path && model.Digest.ToString() == digest)
            ?? throw state.Refuse("model", $"names the model '{path}', which is another one now");
        var features = Of(model, ImageShape.Read(state));
        return features.Width == state.Whole("width", 1, ExampleEncoder.MaxFeatures)
            ? features
            : throw state.Refuse("width", "is another one than that of the model");
    }

    public override IEnumerable<string> Names(string element) =>
        Enumerable.Range(0, Width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{element}~{i}"));

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        var count = 0;
        foreach (var item in ItemsOf(value))
        {
            var vector = Embed(item, place);
            if (vector.Length != Width)
            {
                throw _model.Refuse(
                    $"gave {vector.Length} numbers for example {place.Example.Id}, but {Width} before",
                    "Export it with vectors of one length.");
            }
            TensorPrimitives.Add(features, vector, features);
            count++;
        }
        if (count > 1)
            TensorPrimitives.Divide(features, count, features);
    }

    public override IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("model", Value.Of(_model.Path)), ("digest", Value.Of(_model.Digest.ToString())), ("width", Value.Of(Width)), .. _shape.Save(),
    ];

    private double[] Embed(Value item, ExamplePlace place) => _model.IsOfText
        ? _model.Embed(LabelFeatures.TextOf(item, place))
        : _model.Embed(ImageFile.Read(item, place).Fit(_shape.Width, _shape.Height, _shape.IsGrey), _shape);
}
