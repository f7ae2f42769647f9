using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Reads the text of a <c>meta.yaml</c>: one mapping. Nothing recurses, no tag makes an object, and there are no aliases to unfold.</summary>
internal static class MetaDocument
{
    /// <exception cref="BadFileException">Not a mapping in YAML, or beyond <see cref="ForeignLimits"/>.</exception>
    public static MetaMap Read(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        var parser = new Parser(scanner);
        var reading = new Reading();
        while (MoveNext(parser, scanner))
            reading.Accept(parser.Current!);
        return reading.Root ?? throw new BadFileException("it does not contain a mapping");
    }

    /// <summary>The parser meets some broken documents with exceptions of other kinds than its own.</summary>
    private static bool MoveNext(Parser parser, Scanner scanner)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException exception)
        {
            throw new BadFileException($"it is not valid YAML: {RemarkList.Shown(exception.Message)}", (int)exception.Start.Line);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new BadFileException("it is not valid YAML", (int)scanner.CurrentPosition.Line);
        }
    }

    /// <summary>A container that is not closed yet, with the key that waits for its value.</summary>
    private sealed class Frame(MetaNode node)
    {
        public MetaNode Node { get; } = node;

        public string? Key { get; set; }
    }

    private sealed class Reading
    {
        private readonly Stack<Frame> _open = new();
        private int _nodes;
        private int _documents;

        public MetaMap? Root { get; private set; }

        public void Accept(ParsingEvent current)
        {
            var line = (int)current.Start.Line;
            switch (current)
            {
                case DocumentStart when ++_documents > 1:
                    throw new BadFileException("it contains more than one document", line);
                case YamlDotNet.Core.Events.Scalar scalar:
                    Count(line);
                    Place(new MetaScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, line));
                    break;
                case SequenceStart:
                    Open(new MetaList(line));
                    break;
                case MappingStart:
                    Open(new MetaMap(line));
                    break;
                case SequenceEnd or MappingEnd:
                    Place(_open.Pop().Node);
                    break;
                case AnchorAlias:
                    throw new BadFileException("it contains an alias, which is not supported", line);
            }
        }

        private void Count(int line)
        {
            if (++_nodes > ForeignLimits.MaxMetaNodes)
                throw new BadFileException($"it has more than {ForeignLimits.MaxMetaNodes} nodes", line);
        }

        private void Open(MetaNode container)
        {
            Count(container.Line);
            if (_open.Count >= ForeignLimits.MaxMetaDepth)
                throw new BadFileException($"it is nested deeper than {ForeignLimits.MaxMetaDepth} levels", container.Line);
            _open.Push(new Frame(container));
        }

        private void Place(MetaNode node)
        {
            if (_open.Count == 0)
                Root = node as MetaMap ?? throw new BadFileException("it does not contain a mapping", node.Line);
            else if (_open.Peek() is { Node: MetaMap map } frame)
                PlaceIn(map, frame, node);
        }

        private static void PlaceIn(MetaMap map, Frame frame, MetaNode node)
        {
            if (frame.Key is { } key)
            {
                map.Entries[key] = node;
                frame.Key = null;
            }
            else
            {
                frame.Key = node is MetaScalar scalar ? scalar.Text : throw new BadFileException("a key is a list or a mapping", node.Line);
            }
        }
    }
}
