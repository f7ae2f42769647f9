using Gyre.Core;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Gyre.Experiments.Features;

/// <summary>
/// A model of the user's own that turns images or texts into vectors, in the Open Neural Network Exchange format. Its only input takes
/// texts, or images as [rows, colours, height, width] or [rows, height, width, colours]; its first output is the vector. Examples are asked
/// one by one and each on one thread, so that the vector of an example depends on nothing else.
/// </summary>
internal sealed class Embedding : IDisposable
{
    private const long MaxBytes = 1 << 30;

    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly NodeMetadata _metadata;

    private Embedding(string path, Digest digest, InferenceSession session)
    {
        (Path, Digest, _session) = (path, digest, session);
        _input = session.InputNames.Count == 1 ? session.InputNames[0] : throw Refuse("has several inputs", "Export it with one.");
        _metadata = session.InputMetadata[_input];
        IsOfText = _metadata.IsTensor && _metadata.ElementDataType == TensorElementType.String;
        Images = IsOfText ? null : LayoutOf(_metadata.Dimensions);
    }

    /// <summary>As the plan names it.</summary>
    public string Path { get; }

    /// <summary>Digest of the file.</summary>
    public Digest Digest { get; }

    /// <summary>Whether it takes texts.</summary>
    public bool IsOfText { get; }

    /// <summary>How it takes images; null when it takes texts.</summary>
    public EmbeddingLayout? Images { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="path">Relative to the folder of the plan's code.</param>
    /// <param name="codeFolder">That folder.</param>
    /// <exception cref="InvalidInputException">There is no such file, it is no such model, or this platform has no ONNX
    /// Runtime.</exception>
    public static Embedding Open(string path, string codeFolder)
    {
        var model = Load(path, codeFolder);
        InferenceSession? session = null;
        try
        {
            using var options = new SessionOptions
            {
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
            };
            session = new InferenceSession(model, options);
            return new Embedding(path, Digest.Of(model), session);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Refuse(path, $"cannot be loaded by ONNX Runtime: {Short(exception.Message)}", "Export the model again, as one file.");
        }
        catch (Exception exception) when (exception.GetBaseException() is DllNotFoundException)
        {
            throw Refuse(path, "cannot be used: this program has no ONNX Runtime for this platform",
                "Use another one, or leave out 'embedding'.");
        }
        catch (InvalidInputException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>The vector of a text.</summary>
    public double[] Embed(string text)
    {
        long[] shape = _metadata.Dimensions.Length == 2 ? [1, 1] : [1];
        using var input = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        input.StringTensorSetElementAt(text, 0);
        return Run(input);
    }

    /// <summary>The vector of an image.</summary>
    /// <param name="pixels">Row after row, pixel after pixel, colour after colour.</param>
    /// <param name="shape">Their shape.</param>
    public double[] Embed(ReadOnlySpan<double> pixels, ImageShape shape)
    {
        var ordered = new float[pixels.Length];
        var (area, colors) = (shape.Width * shape.Height, shape.Colors);
        for (var i = 0; i < pixels.Length; i++)
            ordered[Images!.AreColorsFirst ? i % colors * area + i / colors : i] = (float)shape.NumberOf(pixels[i], i % colors);
        long[] dimensions = Images!.AreColorsFirst ? [1, colors, shape.Height, shape.Width] : [1, shape.Height, shape.Width, colors];
        using var input = OrtValue.CreateTensorValueFromMemory(ordered, dimensions);
        return Run(input);
    }

    /// <summary>Refuses the model.</summary>
    public InvalidInputException Refuse(string problem, string remedy) => Refuse(Path, problem, remedy);

    public void Dispose() => _session.Dispose();

    private double[] Run(OrtValue input)
    {
        try
        {
            using var options = new RunOptions();
            using var outputs = _session.Run(options, [_input], [input], [_session.OutputNames[0]]);
            var vector = VectorOf(outputs[0]);
            return Array.TrueForAll(vector, double.IsFinite) && vector.Length > 0
                ? vector
                : throw Refuse("gave a vector that is empty or not finite", "Try the model on this example alone.");
        }
        catch (OnnxRuntimeException exception)
        {
            throw Refuse($"failed: {Short(exception.Message)}", "Export it so that it takes one row at a time.");
        }
    }

    private double[] VectorOf(OrtValue output)
    {
        var type = output.IsTensor ? output.GetTensorTypeAndShape().ElementDataType : TensorElementType.DataTypeMax;
        return type switch
        {
            TensorElementType.Float => Array.ConvertAll(output.GetTensorDataAsSpan<float>().ToArray(), static number => (double)number),
            TensorElementType.Double => output.GetTensorDataAsSpan<double>().ToArray(),
            _ => throw Refuse("has a first output that is no tensor of floats", "Export it with the vector as its first output."),
        };
    }

    private EmbeddingLayout LayoutOf(int[] dimensions)
    {
        if (_metadata is not { IsTensor: true, ElementDataType: TensorElementType.Float }
            || dimensions is not [_, var second, var third, var last])
        {
            throw Refuse(
                "takes neither texts nor images", "Export it with an input of texts, or one of floats as [rows, colours, height, width].");
        }
        // Three is hardly ever a height or a width, one may be.
        if (second == 3 || (second == 1 && last != 3))
            return new EmbeddingLayout(AreColorsFirst: true, IsGrey: second == 1, last, third);
        return last is 1 or 3
            ? new EmbeddingLayout(AreColorsFirst: false, IsGrey: last == 1, third, second)
            : throw Refuse("does not say which dimension of its input are the colours", "Export it with a fixed number of them, 1 or 3.");
    }

    private static byte[] Load(string path, string codeFolder)
    {
        var place = SafePath.Parse(path).Under(codeFolder);
        try
        {
            return new FileInfo(place).Length <= MaxBytes
                ? File.ReadAllBytes(place)
                : throw Refuse(path, $"has more than {MaxBytes} bytes", "Use a smaller model.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var problem = exception is FileNotFoundException or DirectoryNotFoundException
                ? "is not there"
                : $"cannot be read: {exception.Message}";
            throw Refuse(path, problem, "Put it beside the plan, or correct the parameter 'embedding'.");
        }
    }

    private static InvalidInputException Refuse(string path, string problem, string remedy) =>
        new("experiment.embedding", $"The model '{path}' {problem}.", remedy);

    private static string Short(string message) => message.Length <= 200 ? message : message[..200] + "...";
}

/// <summary>How a model takes images.</summary>
/// <param name="AreColorsFirst">Whether the colours come before the rows.</param>
/// <param name="IsGrey">Whether it takes one colour.</param>
/// <param name="Width">In pixels; not positive when it takes any.</param>
/// <param name="Height">In pixels; not positive when it takes any.</param>
internal sealed record EmbeddingLayout(bool AreColorsFirst, bool IsGrey, int Width, int Height)
{
    /// <summary>The shape that images must be brought to.</summary>
    /// <param name="wanted">What holds where the model takes anything.</param>
    /// <exception cref="InvalidInputException">Its images are too large.</exception>
    public ImageShape ShapeOf(ImageShape wanted)
    {
        if (Width > ImageShape.MaxSide || Height > ImageShape.MaxSide)
            throw new InvalidInputException("experiment.embedding",
                $"The model takes images of more than {ImageShape.MaxSide} pixels on a side.");
        return wanted with { IsGrey = IsGrey, Width = Width > 0 ? Width : wanted.Width, Height = Height > 0 ? Height : wanted.Height };
    }
}
