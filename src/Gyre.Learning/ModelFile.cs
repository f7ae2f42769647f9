using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Files;

namespace Gyre.Learning;

/// <summary>A <see cref="ClassifierModel"/> as one JSON document; every number reads back as the same double.</summary>
/// <remarks>
/// <c>{"schemaVersion": 1, "kind", "classes": [], "features": {"names": [], "offset": [], "scale": []},
/// "layers": [{"inputs", "outputs", "activation", "weights": [inputs x outputs, row after row], "bias": []}], "training": {}}</c>.
/// </remarks>
public static class ModelFile
{
    /// <summary>The version this program writes; it reads no later one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Bytes of the largest file that is read: 256 MiB.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const int MaxLayers = 16;
    private const string What = "model";

    /// <summary>Writes a model.</summary>
    public static async Task WriteAsync(ClassifierModel model, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            Write(writer, model);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a model and checks all of it.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// No JSON, of another shape, of a later version, with a number that is not finite, with sizes that do not fit, or too large.
    /// </exception>
    public static async Task<ClassifierModel> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var document = await JsonPart.ParseAsync(stream, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
        return Read(new JsonPart(document.RootElement, What, name));
    }

    /// <summary>The name of an activation in files and options.</summary>
    internal static string NameOf(Activation activation) => activation switch
    {
        Activation.Relu => "relu",
        Activation.Tanh => "tanh",
        _ => "softmax",
    };

    private static void Write(Utf8JsonWriter writer, ClassifierModel model)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("kind", model.Kind);
        WriteTexts(writer, "classes", model.Classes);
        writer.WriteStartObject("features");
        WriteTexts(writer, "names", model.FeatureNames);
        WriteNumbers(writer, "offset", model.Scaling.Offset.AsSpan());
        WriteNumbers(writer, "scale", model.Scaling.Scale.AsSpan());
        writer.WriteEndObject();
        writer.WriteStartArray("layers");
        foreach (var layer in model.Layers)
            WriteLayer(writer, layer);
        writer.WriteEndArray();
        writer.WritePropertyName("training");
        writer.WriteRawValue(ValueJson.Write(model.Training));
        writer.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter writer, DenseLayer layer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("inputs", layer.Weights.Rows);
        writer.WriteNumber("outputs", layer.Weights.Columns);
        writer.WriteString("activation", NameOf(layer.Activation));
        WriteNumbers(writer, "weights", layer.Weights.Values);
        WriteNumbers(writer, "bias", layer.Bias.AsSpan());
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static ClassifierModel Read(JsonPart root)
    {
        root.RequireVersion(SchemaVersion);
        var kind = root.Get("kind");
        if (kind.Text() is not (SoftmaxRegression.Kind or MlpClassifier.Kind))
            throw kind.Refuse($"'{kind.Text()}' is no known kind of model", $"Known are '{SoftmaxRegression.Kind}' and '{MlpClassifier.Kind}'.");

        var features = root.Get("features");
        var names = DistinctTexts(features.Get("names"), 1);
        var scaling = new FeatureScaling
        {
            Offset = features.Get("offset").Numbers(names.Length),
            Scale = features.Get("scale").Numbers(names.Length),
        };
        if (scaling.Scale.Contains(0))
            throw features.Get("scale").Refuse("a scale is 0", "Nothing can be divided by it.");

        var classes = DistinctTexts(root.Get("classes"), 2);
        return new ClassifierModel
        {
            Kind = kind.Text(),
            Classes = classes,
            FeatureNames = names,
            Scaling = scaling,
            Layers = ReadLayers(root.Get("layers"), names.Length, classes.Length),
            Training = root.Get("training").Map(),
        };
    }

    private static ImmutableArray<DenseLayer> ReadLayers(JsonPart part, int features, int classes)
    {
        var items = part.Items();
        if (items.Count is 0 or > MaxLayers)
            throw part.Refuse($"there are {items.Count} layers", $"There must be 1 to {MaxLayers}.");
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
            throw part.Refuse($"the last layer has {inputs} outputs for {classes} classes", null);
        return layers.MoveToImmutable();
    }

    private static DenseLayer ReadLayer(JsonPart part, int expectedInputs, bool last)
    {
        var (inputs, outputs) = (part.Get("inputs").Size(), part.Get("outputs").Size());
        if (inputs != expectedInputs)
            throw part.Get("inputs").Refuse($"the layer takes {inputs} inputs, but {expectedInputs} come in", null);
        var activation = part.Get("activation");
        var known = (activation.Text(), last) switch
        {
            ("relu", false) => Activation.Relu,
            ("tanh", false) => Activation.Tanh,
            ("softmax", true) => Activation.Softmax,
            _ => throw activation.Refuse($"'{activation.Text()}' cannot stand in this layer", "The last layer is 'softmax', the others 'relu' or 'tanh'."),
        };
        return new DenseLayer
        {
            Weights = new DenseMatrix(inputs, outputs, [.. part.Get("weights").Numbers((long)inputs * outputs)]),
            Bias = part.Get("bias").Numbers(outputs),
            Activation = known,
        };
    }

    private static ImmutableArray<string> DistinctTexts(JsonPart part, int least)
    {
        ImmutableArray<string> texts = [.. part.Items().Select(item => item.Text())];
        if (texts.Length < least || texts.Distinct(StringComparer.Ordinal).Count() != texts.Length)
            throw part.Refuse($"there are {texts.Length} names", $"There must be at least {least}, all different.");
        return texts;
    }
}
