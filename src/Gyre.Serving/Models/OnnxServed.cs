using System.Collections.Immutable;
using Gyre.Core;
using Microsoft.ML.OnnxRuntime;

namespace Gyre.Serving.Models;

/// <summary>A model in the Open Neural Network Exchange format, asked by ONNX Runtime on the processor.</summary>
internal sealed class OnnxServed : IServedModel
{
    public const string KindName = "onnx";

    private readonly InferenceSession _session;
    private readonly ImmutableArray<InputField> _fields;

    private OnnxServed(InferenceSession session, ImmutableArray<InputField> fields)
    {
        (_session, _fields) = (session, fields);
        Inputs = [.. session.InputNames.Select(name => FieldOf(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames.Select(name => FieldOf(name, session.OutputMetadata[name]))];
    }

    public string Kind => KindName;

    public ImmutableArray<ModelField> Inputs { get; }

    public ImmutableArray<ModelField> Outputs { get; }

    /// <summary>Loads a model.</summary>
    /// <exception cref="InvalidInputException">It is none, or has inputs that requests cannot give; or this platform has no ONNX
    /// Runtime.</exception>
    public static OnnxServed Load(byte[] model)
    {
        InferenceSession? session = null;
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            // Threads that spin while they wait take the cores from other requests.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            session = new InferenceSession(model, options);
            return new OnnxServed(session, [.. session.InputNames.Select(name => InputOf(name, session.InputMetadata[name]))]);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Refuse($"ONNX Runtime cannot load it: {Refusals.Short(exception.Message)}", "Export the model again, as one file.");
        }
        catch (Exception exception) when (exception.GetBaseException() is DllNotFoundException)
        {
            throw Refuse("this program has no ONNX Runtime for this platform",
                "Deploy it on Linux, Windows or macOS with an ARM processor.");
        }
        catch (InvalidInputException)
        {
            session?.Dispose();
            throw;
        }
    }

    public Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken)
    {
        var tensors = InputRows.Read(request, _fields);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal);
        try
        {
            foreach (var tensor in tensors)
                inputs.Add(tensor.Name, OnnxValues.ToNative(tensor, _session.InputMetadata[tensor.Name].ElementDataType));
            using var options = new RunOptions();
            // A request that nobody waits for any more must not hold the cores.
            using var stop = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options);
            using var outputs = _session.Run(options, inputs, _session.OutputNames);
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(new ModelAnswer
            {
                Rows = tensors[0].Rows,
                Outputs = [.. _session.OutputNames.Zip(outputs, OnnxValues.FromNative)],
            });
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ModelFailedException($"The model failed: {Refusals.Short(exception.Message)}", isTemporary: false, exception);
        }
        finally
        {
            foreach (var input in inputs.Values)
                input.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static InputField InputOf(string name, NodeMetadata metadata)
    {
        if (!metadata.IsTensor || OnnxValues.TypeOf(metadata.ElementDataType) is not { } type)
            throw Refuse($"its input '{name}' takes no numbers, booleans or texts", "Export it with inputs of such types.");
        if (metadata.Dimensions is not [var rows, .. var rest])
            throw Refuse($"its input '{name}' has no dimension for rows", "Export it with the rows as the first dimension.");
        return new InputField(
            name, type, [.. rest.Select(static length => (long)length)], rows > 0 ? rows : null);
    }

    private static ModelField FieldOf(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new ModelField(name, OnnxValues.NameOf(metadata.ElementDataType), [.. metadata.Dimensions.Select(static length => (long)length)])
        : new ModelField(name, "float32", [-1, -1]);

    private static InvalidInputException Refuse(string problem, string remedy) =>
        Refusals.Of("deployment.onnx", "artifact", $"The file is no ONNX model that can be served: {problem}.", remedy);
}
