using System.Buffers.Binary;
using System.Text;

namespace Gyre.Testing;

/// <summary>Writes small ONNX models, field by field as onnx.proto of the format's version 8 numbers them.</summary>
public static class OnnxFile
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Text = 8;

    /// <summary>
    /// Scores of rows by a matrix, the index of the largest, and its probability by softmax: inputs <c>x</c> [rows, n], outputs
    /// <c>label</c> and <c>scores</c>.
    /// </summary>
    /// <param name="weights">n rows of one column per class.</param>
    /// <param name="rows">A fixed number of rows; null for any.</param>
    public static byte[] Classifier(float[][] weights, long? rows = null)
    {
        var (inputs, classes) = (weights.Length, weights[0].Length);
        return Model(
            [
                Node("MatMul", ["x", "w"], ["raw"]),
                Node("Softmax", ["raw"], ["scores"], IntegerAttribute("axis", 1)),
                Node("ArgMax", ["raw"], ["label"], IntegerAttribute("axis", 1), IntegerAttribute("keepdims", 0)),
            ],
            [FloatTensor("w", [inputs, classes], [.. weights.SelectMany(static row => row)])],
            [Value("x", Float, rows, inputs)],
            [Value("label", Int64, rows), Value("scores", Float, rows, classes)]);
    }

    /// <summary>The sum of two columns: inputs <c>a</c> and <c>b</c> [rows, 1], output <c>sum</c>.</summary>
    public static byte[] Adder() => Model(
        [Node("Add", ["a", "b"], ["sum"])], [], [Value("a", Float, null, 1), Value("b", Float, null, 1)], [Value("sum", Float, null, 1)]);

    /// <summary>Gives back texts: input <c>text</c>, output <c>same</c>.</summary>
    public static byte[] Echo() =>
        Model([Node("Identity", ["text"], ["same"])], [], [Value("text", Text, null, 1)], [Value("same", Text, null, 1)]);

    /// <summary>An image as its pixels: input <c>image</c> of the shape [rows, ...], output <c>vector</c>.</summary>
    /// <param name="shape">Dimensions after the rows; 0 for any length.</param>
    public static byte[] Flattener(params long[] shape) => Model(
        [Node("Flatten", ["image"], ["vector"], IntegerAttribute("axis", 1))], [], [Value("image", Float, null, shape)],
        [Value("vector", Float, null, 0)]);

    /// <summary>How often each word is the text: input <c>text</c> [rows, 1], output <c>counts</c>.</summary>
    public static byte[] WordCounter(params string[] words) => Model(
        [
            Node(
                "TfIdfVectorizer", ["text"], ["counts"], TextAttribute("mode", "TF"), IntegerAttribute("min_gram_length", 1),
                IntegerAttribute("max_gram_length", 1), IntegerAttribute("max_skip_count", 0), IntegersAttribute("ngram_counts", [0]),
                IntegersAttribute("ngram_indexes", Enumerable.Range(0, words.Length)), TextsAttribute("pool_strings", words)),
        ],
        [], [Value("text", Text, null, 1)], [Value("counts", Float, null, words.Length)]);

    private static byte[] Model(byte[][] nodes, byte[][] tensors, byte[][] inputs, byte[][] outputs)
    {
        var graph = new List<byte>();
        foreach (var node in nodes)
            graph.AddRange(Bytes(1, node));
        graph.AddRange(Bytes(2, Encoding.UTF8.GetBytes("graph")));
        foreach (var tensor in tensors)
            graph.AddRange(Bytes(5, tensor));
        foreach (var input in inputs)
            graph.AddRange(Bytes(11, input));
        foreach (var output in outputs)
            graph.AddRange(Bytes(12, output));
        byte[] operators = [.. Bytes(1, []), .. Integer(2, 13)];
        return [.. Integer(1, 8), .. Bytes(7, [.. graph]), .. Bytes(8, operators)];
    }

    private static byte[] Node(string type, string[] inputs, string[] outputs, params byte[][] attributes) =>
    [
        .. inputs.SelectMany(static name => Bytes(1, Encoding.UTF8.GetBytes(name))),
        .. outputs.SelectMany(static name => Bytes(2, Encoding.UTF8.GetBytes(name))),
        .. Bytes(4, Encoding.UTF8.GetBytes(type)), .. attributes.SelectMany(static attribute => Bytes(5, attribute)),
    ];

    private static byte[] IntegerAttribute(string name, long value) =>
        [.. Bytes(1, Encoding.UTF8.GetBytes(name)), .. Integer(3, value), .. Integer(20, 2)];

    private static byte[] TextAttribute(string name, string value) =>
        [.. Bytes(1, Encoding.UTF8.GetBytes(name)), .. Bytes(4, Encoding.UTF8.GetBytes(value)), .. Integer(20, 3)];

    private static byte[] IntegersAttribute(string name, IEnumerable<int> values) =>
        [.. Bytes(1, Encoding.UTF8.GetBytes(name)), .. values.SelectMany(static value => Integer(8, value)), .. Integer(20, 7)];

    private static byte[] TextsAttribute(string name, IEnumerable<string> values) =>
    [
        .. Bytes(1, Encoding.UTF8.GetBytes(name)), .. values.SelectMany(static value => Bytes(9, Encoding.UTF8.GetBytes(value))),
        .. Integer(20, 8),
    ];

    private static byte[] FloatTensor(string name, long[] shape, float[] values)
    {
        var raw = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        return [.. shape.SelectMany(static length => Integer(1, length)), .. Integer(2, Float),
            .. Bytes(8, Encoding.UTF8.GetBytes(name)), .. Bytes(9, raw)];
    }

    private static byte[] Value(string name, int type, long? rows, params long[] rest)
    {
        byte[] first = rows is { } count ? Integer(1, count) : Bytes(2, Encoding.UTF8.GetBytes("rows"));
        byte[] shape = [.. Bytes(1, first),
            .. rest.SelectMany(static length => Bytes(1, length == 0 ? Bytes(2, "any"u8.ToArray()) : Integer(1, length)))];
        byte[] tensor = [.. Integer(1, type), .. Bytes(2, shape)];
        return [.. Bytes(1, Encoding.UTF8.GetBytes(name)), .. Bytes(2, Bytes(1, tensor))];
    }

    private static byte[] Integer(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Bytes(int field, byte[] content) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
