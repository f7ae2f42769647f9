using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gyre.Labeling.Formats;

/// <summary>XML from outside: no document type, no entities but the usual ones, nothing is fetched; levels and nodes are counted.</summary>
internal static class XmlPieces
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = ImportLimits.MaxFileBytes,
        CloseInput = true,
    };

    public static XmlReader Open(Stream stream) => XmlReader.Create(stream, Settings);

    /// <summary>The element at which a reader stands, with all that is in it. The reader stands behind it then.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static XElement Read(XmlReader reader)
    {
        var nodes = 0;
        XElement? root = null;
        XElement? open = null;
        do
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var element = Begin(reader, open, ref nodes);
                root ??= element;
                open = reader.IsEmptyElement ? open : element;
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                open = open?.Parent;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace)
            {
                Count(ref nodes);
                open?.Add(new XText(reader.Value));
            }
        }
        while (reader.Read() && open is not null);
        return root ?? throw new XmlException("There is no element.");
    }

    /// <summary>Why XML was refused. A document type is not read, so the text in front of the fault tells.</summary>
    public static (string Kind, string Message, string Remedy) Fault(XmlException exception, string path) => HasDocumentType(path)
        ? (ProblemKinds.UnsafeXml, "The XML has a document type (<!DOCTYPE ...>), with which it could read other files.",
            "Remove the document type.")
        : (ProblemKinds.Syntax, $"It is not valid XML: {ProblemLog.Short(exception.Message)}",
            "Write it again, or check whether it is complete.");

    private static XElement Begin(XmlReader reader, XElement? open, ref int nodes)
    {
        Count(ref nodes);
        if (reader.Depth > ImportLimits.MaxDepth)
            throw LabelRefusal.Of(
                ProblemKinds.TooLarge, $"XML is nested more than {ImportLimits.MaxDepth} levels deep.", "Check who wrote it.");
        var element = new XElement(reader.LocalName);
        while (reader.MoveToNextAttribute())
        {
            Count(ref nodes);
            if (reader.Prefix.Length == 0 && reader.LocalName != "xmlns")
                element.SetAttributeValue(reader.LocalName, reader.Value);
        }
        reader.MoveToElement();
        open?.Add(element);
        return element;
    }

    private static void Count(ref int nodes)
    {
        if (++nodes > ImportLimits.MaxXmlNodes)
            throw LabelRefusal.Of(ProblemKinds.TooLarge, $"XML has more than {ImportLimits.MaxXmlNodes} elements.", "Divide it.");
    }

    private static bool HasDocumentType(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var start = new char[64 * 1024];
        var length = reader.ReadBlock(start);
        return start.AsSpan(0, length).IndexOf("<!DOCTYPE", StringComparison.Ordinal) >= 0;
    }
}
