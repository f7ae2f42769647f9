using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Google.Protobuf;
using Gyre.Server.Formats.Mlflow;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>Spans in protobuf, as exporters of OpenTelemetry send them.</summary>
public sealed class OtlpProtobufTests : IAsyncLifetime
{
    private const string TraceOf = "/api/3.0/mlflow/traces/get?trace_id=tr-";
    private const string Hex = "0af7651916cd43dd8448eb211c80319c";
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Spans_are_kept_as_those_of_their_twin_in_json()
    {
        const string other = "1bf7651916cd43dd8448eb211c80319c";
        var (status, body) = await SendAsync(RequestOf(Full(Hex)).ToByteArray());
        status.ShouldBe(HttpStatusCode.OK);
        body.ShouldBeEmpty();
        (await _home.PostAsync("/v1/traces", Twin(other), null, ("x-mlflow-experiment-id", "0"))).Status.ShouldBe(HttpStatusCode.OK);

        var (one, two) = (await SpansAsync(Hex), await SpansAsync(other));

        JsonNode.DeepEquals(one, two).ShouldBeTrue($"{one}\n{two}");
    }

    [Fact]
    public void What_a_request_says_is_said_by_its_transcript()
    {
        var expected = JsonNode.Parse(Twin(Hex))!;
        expected["resourceSpans"]![0]!.AsObject().Remove("resource");
        JsonNode.DeepEquals(Transcript(RequestOf(Full(Hex)).ToByteArray()), expected).ShouldBeTrue();
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers_that_json_has_no_words_for_are_texts(double number, string text) =>
        AttributesOf(Transcript(RequestOf(With(new OtlpValue { DoubleValue = number })).ToByteArray()))[0]!["value"]!["doubleValue"]!
            .ToString().ShouldBe(text);

    [Theory]
    [InlineData("0A", "not a protobuf request")]
    [InlineData("0A05", "not a protobuf request")]
    [InlineData("0B", "not a protobuf request")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF", "not a protobuf request")]
    [InlineData("0A0412021200", "'spanId'|'traceId'")]
    [InlineData("0A07120512032A01FF", "'name' is not UTF-8")]
    public async Task Rubbish_is_refused_with_a_status(string hex, string reason)
    {
        var (status, body) = await SendAsync(Convert.FromHexString(hex));
        status.ShouldBe(HttpStatusCode.BadRequest);
        var refusal = OtlpRefusal.Parser.ParseFrom(body);
        refusal.Code.ShouldBe(3);
        refusal.Message.ShouldMatch(reason);
    }

    [Fact]
    public async Task An_experiment_that_is_not_there_is_told_in_a_status()
    {
        var (status, body) = await SendAsync(RequestOf(Full(Hex)).ToByteArray(), "99");
        status.ShouldBe(HttpStatusCode.NotFound);
        OtlpRefusal.Parser.ParseFrom(body).Code.ShouldBe(5);
        (await SendAsync([], null)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(20, false)]
    [InlineData(200, false)]
    [InlineData(5_000, false)]
    public async Task Values_within_values_end_at_a_depth(int levels, bool taken)
    {
        // Written from the inside out: a list around what there is.
        byte[] value = [0x18, 1];
        for (var i = 0; i < levels && value.Length < 1 << 20; i++)
            value = Field(5, Field(1, value));
        var span = With(new OtlpValue()).ToByteArray();
        byte[] attribute = [.. Field(1, "a"u8), .. Field(2, value)];
        var body = Field(1, Field(2, Field(2, [.. span, .. Field(9, attribute)])));

        var (status, answer) = await SendAsync(body);

        status.ShouldBe(taken ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (!taken)
            OtlpRefusal.Parser.ParseFrom(answer).Message.ShouldContain("levels");
    }

    [Fact]
    public void More_messages_than_the_limit_are_refused_before_they_become_objects()
    {
        var empty = new byte[2 * (OtlpWire.MaxMessages + 1)];
        for (var i = 0; i < empty.Length; i += 2)
            empty[i] = 0x4A;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<FormatException>(() => OtlpWire.Read(Field(1, Field(2, Field(2, empty))))).Message.ShouldContain("more than");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20 << 20);
    }

    [Fact]
    public void Whatever_bytes_come_a_request_is_read_or_refused()
    {
        var whole = RequestOf(Full(Hex)).ToByteArray();
        var changed = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].Select(changes =>
        {
            var bytes = (byte[])whole.Clone();
            foreach (var (place, value) in changes)
                bytes[place] = value;
            return bytes;
        });
        Gen.OneOf<byte[]>(Gen.Byte.Array[0, 64], changed).Sample(
            static bytes =>
            {
                try
                {
                    OtlpTranscript.Of(OtlpWire.Read(bytes));
                }
                catch (FormatException)
                {
                    // Refused.
                }
            },
            iter: 20_000);
    }

    private static OtlpArray Array => new() { Values = { new OtlpValue { IntValue = 7 }, new OtlpValue() } };

    private static OtlpMap Map => new() { Values = { new OtlpAttribute { Key = "k", Value = new OtlpValue { StringValue = "v" } } } };

    private static OtlpRequest RequestOf(OtlpSpan span) =>
        new() { ResourceSpans = { new OtlpResourceSpans { ScopeSpans = { new OtlpScopeSpans { Spans = { span } } } } } };

    private static OtlpSpan With(OtlpValue value) => new()
    {
        TraceId = Bytes(Hex),
        SpanId = Bytes("00f067aa0ba902b7"),
        Attributes = { new OtlpAttribute { Key = "x", Value = value } },
    };

    private static OtlpSpan Full(string traceId) => new()
    {
        TraceId = Bytes(traceId),
        SpanId = Bytes("00f067aa0ba902b7"),
        ParentSpanId = Bytes("00f067aa0ba902b0"),
        TraceState = "a=b",
        Flags = 1,
        Name = "größe",
        Kind = 3,
        StartTimeUnixNano = 1700000000000000000,
        EndTimeUnixNano = 1700000000250000000,
        Attributes =
        {
            new OtlpAttribute { Key = "text", Value = new OtlpValue { StringValue = "" } },
            new OtlpAttribute { Key = "truth", Value = new OtlpValue { BoolValue = false } },
            new OtlpAttribute { Key = "whole", Value = new OtlpValue { IntValue = long.MinValue } },
            new OtlpAttribute { Key = "real", Value = new OtlpValue { DoubleValue = 0.1 } },
            new OtlpAttribute { Key = "bytes", Value = new OtlpValue { BytesValue = ByteString.CopyFrom(0xFB, 0xFF) } },
            new OtlpAttribute { Key = "list", Value = new OtlpValue { ArrayValue = Array } },
            new OtlpAttribute { Key = "map", Value = new OtlpValue { KvlistValue = Map } },
        },
        DroppedAttributesCount = 2,
        Events = { new OtlpEvent { TimeUnixNano = 1700000000000000001, Name = "e", Attributes = { new OtlpAttribute { Key = "none" } } } },
        Links = { new OtlpLink { TraceId = Bytes(Hex), SpanId = Bytes("00f067aa0ba902b1"), Flags = 257 } },
        Status = new OtlpStatus { Code = 2, Message = "bad" },
    };

    private static string Twin(string traceId) => """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"scopeSpans":[{"spans":[{
          "traceId":"TRACE","spanId":"00f067aa0ba902b7","traceState":"a=b","parentSpanId":"00f067aa0ba902b0","flags":1,
          "name":"größe","kind":3,
          "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000250000000",
          "attributes":[
            {"key":"text","value":{"stringValue":""}},{"key":"truth","value":{"boolValue":false}},
            {"key":"whole","value":{"intValue":"-9223372036854775808"}},
            {"key":"real","value":{"doubleValue":0.1}},{"key":"bytes","value":{"bytesValue":"+/8="}},
            {"key":"list","value":{"arrayValue":{"values":[{"intValue":"7"},{}]}}},
            {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}}],
          "droppedAttributesCount":2,
          "events":[{"timeUnixNano":"1700000000000000001","name":"e","attributes":[{"key":"none"}]}],
          "links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b1","flags":257}],
          "status":{"message":"bad","code":2}}]}]}]}
        """.Replace("TRACE", traceId, StringComparison.Ordinal);

    private static ByteString Bytes(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));

    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteLength(content.Length);
        }
        stream.Write(content);
        return stream.ToArray();
    }

    private static JsonNode Transcript(byte[] body) =>
        JsonNode.Parse(Encoding.UTF8.GetString(OtlpTranscript.Of(OtlpWire.Read(body)).Span))!;

    private static JsonArray AttributesOf(JsonNode request) =>
        request["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]![0]!["attributes"]!.AsArray();

    private async Task<JsonNode> SpansAsync(string traceId)
    {
        var spans = (await _home.GetAsync($"{TraceOf}{traceId}")).Json["trace"]!["spans"]!;
        spans[0]!.AsObject().Remove("trace_id").ShouldBeTrue();
        return spans;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(byte[] body, string? experiment = "0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-protobuf");
        if (experiment is not null)
            request.Headers.Add("x-mlflow-experiment-id", experiment);
        using var answer = await _home.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-protobuf");
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
