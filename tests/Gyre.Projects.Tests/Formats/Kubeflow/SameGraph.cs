using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>Compares records by all that their properties hold, as far down as it goes: records compare lists inside them by reference.</summary>
internal static class SameGraph
{
    public static void Check(object actual, object expected) => Describe(actual).ShouldBe(Describe(expected));

    public static string Describe(object value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.AppendLine("(none)");
                break;
            case string or bool or Enum or int or long or double or TimeSpan or DateTimeOffset or Guid:
                text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"));
                break;
            case Value known:
                text.Append(known.GetType().Name).Append(' ').AppendLine(known.ToString());
                break;
            case IEnumerable items:
                text.AppendLine("[");
                foreach (var item in items)
                    Write(text.Append(' ', depth + 1), item, depth + 1);
                break;
            default:
                WriteProperties(text, value, depth);
                break;
        }
    }

    private static void WriteProperties(StringBuilder text, object value, int depth)
    {
        text.AppendLine(value.GetType().Name);
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).OrderBy(property => property.Name, StringComparer.Ordinal))
            Write(text.Append(' ', depth + 1).Append(property.Name).Append(": "), property.GetValue(value), depth + 1);
    }
}
