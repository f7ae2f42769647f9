using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Learning.Kinds;

/// <summary>What the kinds made of layers share: their part of the file, and how they are asked.</summary>
/// <remarks>
/// <c>"classes": [], "features": {"names": [], "offset": [], "scale": []},
/// "layers": [{"inputs", "outputs", "activation", "weights": [inputs x outputs, row after row], "bias": []}]</c>.
/// </remarks>
internal abstract class LayeredKind : IModelKind
{
    private const int MaxLayers = 16;

    public abstract string Name { get; }

    /// <summary>The name of an activation in files and options.</summary>
    internal static string NameOf(Activation activation) => activation switch
    {
        Activation.Relu => "relu",
        Activation.Tanh => "tanh",
        _ => "softmax",
    };

    public void Write(Utf8JsonWriter writer, Model model)
    {
        var layered = (LayeredModel)model;
        KindParts.WriteTexts(writer, "classes", layered.Classes);
        writer.WriteStartObject("features");
        KindParts.WriteTexts(writer, "names", layered.FeatureNames);
        KindParts.WriteNumbers(writer, "offset", layered.Scaling.Offset.AsSpan());
        KindParts.WriteNumbers(writer, "scale", layered.Scaling.Scale.AsSpan());
        writer.WriteEndObject();
        writer.WriteStartArray("layers");
        foreach (var layer in layered.Layers)
            WriteLayer(writer, layer);
        writer.WriteEndArray();
    }

    public Predictions Predict(Model model, Table table) => PredictionSet.Of((LayeredModel)model, table);

    public Model Read(JsonPart file)
    {
        var features = file.Get("features");
        var names = KindParts.DistinctTexts(features.Get("names"), 1);
        var scaling = new FeatureScaling
        {
            Offset = features.Get("offset").Numbers(names.Length),
            Scale = features.Get("scale").Numbers(names.Length),
        };
        if (scaling.Scale.Contains(0))
            throw features.Get("scale").Refuse("a scale is 0", "Use a scale other than 0.");

        var classes = KindParts.DistinctTexts(file.Get("classes"), 2);
        return new LayeredModel
        {
            Kind = this,
            Classes = classes,
            FeatureNames = names,
            Scaling = scaling,
            Layers = ReadLayers(file.Get("layers"), names.Length, classes.Length),
        };
    }

    private static void WriteLayer(Utf8JsonWriter writer, DenseLayer layer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("inputs", layer.Weights.Rows);
        writer.WriteNumber("outputs", layer.Weights.Columns);
        writer.WriteString("activation", NameOf(layer.Activation));
        KindParts.WriteNumbers(writer, "weights", layer.Weights.Values);
        KindParts.WriteNumbers(writer, "bias", layer.Bias.AsSpan());
        writer.WriteEndObject();
    }

    private static ImmutableArray<DenseLayer> ReadLayers(JsonPart part, int features, int classes)
    {
        var items = part.Items();
        if (items.Count is 0 or > MaxLayers)
            throw part.Refuse($"there are {items.Count} layers", $"Use 1 to {MaxLayers} layers.");
        var layers = ImmutableArray.CreateBuilder<DenseLayer>(items.Count);
        var inputs = features;
        for (var i = 0; i < items.Count; i++)
        {
            var last = i == items.Count - 1;
            var layer = ReadLayer(items[i], inputs, last);
            inputs = layer.Weights.Columns;
            layers.Add(layer);
        }

        if (inputs != classes)
            throw part.Refuse($"the last layer has {inputs} outputs, but there are {classes} classes", null);
        return layers.MoveToImmutable();
    }

    private static DenseLayer ReadLayer(JsonPart part, int expectedInputs, bool last)
    {
        var (inputs, outputs) = (part.Get("inputs").Size(), part.Get("outputs").Size());
        if (inputs != expectedInputs)
            throw part.Get("inputs").Refuse($"the layer has {inputs} inputs, but receives {expectedInputs}", null);
        var activation = part.Get("activation");
        var known = (activation.Text(), last) switch
        {
            ("relu", false) => Activation.Relu,
            ("tanh", false) => Activation.Tanh,
            ("softmax", true) => Activation.Softmax,
            _ => throw activation.Refuse(
                $"'{activation.Text()}' is not a valid activation for this layer",
                "Use 'softmax' in the last layer and 'relu' or 'tanh' in the others."),
        };
        return new DenseLayer
        {
            Weights = new DenseMatrix(inputs, outputs, [.. part.Get("weights").Numbers((long)inputs * outputs)]),
            Bias = part.Get("bias").Numbers(outputs),
            Activation = known,
        };
    }
}
