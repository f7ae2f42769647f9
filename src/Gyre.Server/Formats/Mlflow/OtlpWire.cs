using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>
/// Reads requests in protobuf. Before anything is made of one its bytes are walked through: a message in it may be two bytes long
/// and becomes an object of many.
/// </summary>
internal static class OtlpWire
{
    /// <summary>Messages in a request: spans, attributes and values count each.</summary>
    public const int MaxMessages = 1_000_000;

    private const int Varint = 0;
    private const int EightBytes = 1;
    private const int Delimited = 2;
    private const int FourBytes = 5;

    private static readonly MessageParser<OtlpRequest> Parser = OtlpRequest.Parser.WithDiscardUnknownFields(true);

    /// <exception cref="FormatException">It is no such request, or too large a one; the message is for the client.</exception>
    public static OtlpRequest Read(ReadOnlySpan<byte> body)
    {
        var messages = 0;
        Walk(body, OtlpRequest.Descriptor, 1, ref messages);
        try
        {
            return Parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException)
        {
            throw Malformed();
        }
    }

    private static void Walk(ReadOnlySpan<byte> message, MessageDescriptor type, int depth, ref int messages)
    {
        if (depth > JsonGuard.MaxDepth)
            throw new FormatException($"The body has more than {JsonGuard.MaxDepth} levels.");
        while (!message.IsEmpty)
        {
            var tag = TakeNumber(ref message);
            switch (tag & 7)
            {
                case Varint:
                    TakeNumber(ref message);
                    break;
                case EightBytes:
                    Take(ref message, sizeof(ulong));
                    break;
                case FourBytes:
                    Take(ref message, sizeof(uint));
                    break;
                case Delimited:
                    var content = Take(ref message, TakeNumber(ref message));
                    var field = tag >> 3 <= int.MaxValue ? type.FindFieldByNumber((int)(tag >> 3)) : null;
                    if (field?.FieldType == FieldType.String && !Utf8.IsValid(content))
                        throw new FormatException($"'{field.JsonName}' is not UTF-8.");
                    if (field?.FieldType != FieldType.Message)
                        break;
                    if (++messages > MaxMessages)
                        throw new FormatException($"The body holds more than {MaxMessages} spans, attributes and values.");
                    Walk(content, field.MessageType, depth + 1, ref messages);
                    break;
                default:
                    throw Malformed();
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, ulong length)
    {
        if (length > (ulong)rest.Length)
            throw Malformed();
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    private static ulong TakeNumber(ref ReadOnlySpan<byte> rest)
    {
        var number = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref rest, 1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw Malformed();
    }

    private static FormatException Malformed() => new("The body is not a protobuf request for traces.");
}
