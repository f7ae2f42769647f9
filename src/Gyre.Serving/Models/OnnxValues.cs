using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Gyre.Serving.Models;

/// <summary>Tensors as ONNX Runtime has them.</summary>
internal static class OnnxValues
{
    /// <summary>What requests give for a type of elements; null for types that they cannot give.</summary>
    public static TensorType? TypeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 => TensorType.Number,
        TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Int16 or TensorElementType.Int32 or TensorElementType.Int64
            => TensorType.Whole,
        TensorElementType.Bool => TensorType.Flag,
        TensorElementType.String => TensorType.Text,
        _ => null,
    };

    public static string NameOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        TensorElementType.Bool => "bool",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <exception cref="Core.InvalidInputException">A number is too large for the type.</exception>
    public static OrtValue ToNative(Tensor tensor, TensorElementType type)
    {
        long[] shape = [.. tensor.Shape];
        return type switch
        {
            TensorElementType.Float => Native(Array.ConvertAll(tensor.Numbers, number => Single(tensor.Name, number)), shape),
            TensorElementType.Float16 => Native(Array.ConvertAll(tensor.Numbers, static number => (Float16)(float)number), shape),
            TensorElementType.Double => Native(tensor.Numbers, shape),
            TensorElementType.Bool => Native(Array.ConvertAll(tensor.Numbers, static number => number != 0), shape),
            TensorElementType.Int64 => Native(tensor.Wholes, shape),
            TensorElementType.Int32 => Native(Within(tensor, static number => checked((int)number)), shape),
            TensorElementType.Int16 => Native(Within(tensor, static number => checked((short)number)), shape),
            TensorElementType.Int8 => Native(Within(tensor, static number => checked((sbyte)number)), shape),
            TensorElementType.UInt8 => Native(Within(tensor, static number => checked((byte)number)), shape),
            _ => NativeTexts(tensor.Texts, shape),
        };
    }

    /// <exception cref="ModelFailedException">The output is of a type that has no place in an answer.</exception>
    public static Tensor FromNative(string name, OrtValue value) => value.OnnxType switch
    {
        OnnxValueType.ONNX_TYPE_TENSOR => OfTensor(name, value),
        OnnxValueType.ONNX_TYPE_SEQUENCE => OfSequence(name, value),
        var other => throw Unfit(name, other.ToString()),
    };

    private static Tensor OfTensor(string name, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        ImmutableArray<long> shape = [.. info.Shape];
        return info.ElementDataType switch
        {
            TensorElementType.Float => Numbers(name, shape, value.GetTensorDataAsSpan<float>(), static number => Rounded(number)),
            TensorElementType.Double => Numbers(name, shape, value.GetTensorDataAsSpan<double>(), static number => number),
            TensorElementType.Float16 => Numbers(name, shape, value.GetTensorDataAsSpan<Float16>(), static number => (float)number),
            TensorElementType.Bool => Numbers(name, shape, value.GetTensorDataAsSpan<bool>(), static flag => flag ? 1 : 0) with
            {
                Type = TensorType.Flag,
            },
            TensorElementType.Int64 => Wholes(name, shape, value.GetTensorDataAsSpan<long>(), static number => number),
            TensorElementType.Int32 => Wholes(name, shape, value.GetTensorDataAsSpan<int>(), static number => number),
            TensorElementType.Int16 => Wholes(name, shape, value.GetTensorDataAsSpan<short>(), static number => number),
            TensorElementType.Int8 => Wholes(name, shape, value.GetTensorDataAsSpan<sbyte>(), static number => number),
            TensorElementType.UInt8 => Wholes(name, shape, value.GetTensorDataAsSpan<byte>(), static number => number),
            TensorElementType.String => new Tensor
            {
                Name = name,
                Type = TensorType.Text,
                Shape = shape,
                Texts = value.GetStringTensorAsArray(),
            },
            var other => throw Unfit(name, other.ToString()),
        };
    }

    /// <summary>A list of maps, one for each row: how converters of scikit-learn give probabilities by class.</summary>
    private static Tensor OfSequence(string name, OrtValue value)
    {
        var rows = value.GetValueCount();
        var numbers = new List<double>();
        ImmutableArray<string> labels = [];
        for (var i = 0; i < rows; i++)
        {
            using var row = value.GetValue(i, OrtAllocator.DefaultInstance);
            if (row.OnnxType != OnnxValueType.ONNX_TYPE_MAP)
                throw Unfit(name, $"a sequence of {row.OnnxType}");
            using var keys = row.GetValue(0, OrtAllocator.DefaultInstance);
            using var values = row.GetValue(1, OrtAllocator.DefaultInstance);
            labels = KeysOf(keys);
            numbers.AddRange(OfTensor(name, values).Numbers);
        }
        return new Tensor
        {
            Name = name,
            Type = TensorType.Number,
            Shape = [rows, labels.Length],
            Numbers = [.. numbers],
            Labels = labels,
        };
    }

    private static ImmutableArray<string> KeysOf(OrtValue keys)
    {
        var tensor = OfTensor("keys", keys);
        return tensor.Type == TensorType.Text
            ? [.. tensor.Texts]
            : [.. tensor.Wholes.Select(static key => key.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The double with the shortest digits of the single one: 0.1 instead of 0.10000000149.</summary>
    private static double Rounded(float number) =>
        float.IsFinite(number) ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : number;

    private static float Single(string name, double number) => (float)number is var single && float.IsFinite(single)
        ? single
        : throw TooLarge(name);

    private static T[] Within<T>(Tensor tensor, Func<long, T> convert)
    {
        try
        {
            return [.. tensor.Wholes.Select(convert)];
        }
        catch (OverflowException)
        {
            throw TooLarge(tensor.Name);
        }
    }

    private static Core.InvalidInputException TooLarge(string name) => Refusals.Of(
        "predict.value", name, $"A number of the input '{name}' is too large for its type.", "Send numbers within the range of the type.");

    private static Tensor Numbers<T>(string name, ImmutableArray<long> shape, ReadOnlySpan<T> values, Func<T, double> convert)
    {
        var numbers = new double[values.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = convert(values[i]);
        return new Tensor { Name = name, Type = TensorType.Number, Shape = shape, Numbers = numbers };
    }

    private static Tensor Wholes<T>(string name, ImmutableArray<long> shape, ReadOnlySpan<T> values, Func<T, long> convert)
    {
        var wholes = new long[values.Length];
        for (var i = 0; i < wholes.Length; i++)
            wholes[i] = convert(values[i]);
        return new Tensor { Name = name, Type = TensorType.Whole, Shape = shape, Wholes = wholes };
    }

    private static OrtValue Native<T>(T[] values, long[] shape)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(values, shape);

    private static OrtValue NativeTexts(string[] texts, long[] shape)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (var i = 0; i < texts.Length; i++)
            value.StringTensorSetElementAt(texts[i], i);
        return value;
    }

    private static ModelFailedException Unfit(string name, string type) =>
        new($"The output '{name}' of the model is of the type {type}, which has no place in an answer.", isTemporary: false);
}
