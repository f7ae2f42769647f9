using System.Text;
using Gyre.Core;
using Gyre.Datasets.Values;

namespace Gyre.Datasets;

/// <summary>Values of elements that do not come from a file of a dataset.</summary>
public static class DatasetValues
{
    /// <summary>
    /// Reads a value of JSON as the cell of an example: texts as cells are written, null as null, an empty text as missing, lists as
    /// several values.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="json">The value; no map.</param>
    /// <param name="value">As in <see cref="DatasetExample.Values"/>.</param>
    /// <returns>False when it is no value of the element's type.</returns>
    public static bool TryRead(DatasetElement element, Value json, out Value? value)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(json);
        value = null;
        if (json is MapValue || (json is ListValue list && (element.MultiValue == MultiValue.None || list.Items.Any(IsNested))))
            return false;
        return ElementValue.TryRead(element, Encoding.UTF8.GetBytes(ElementValue.TextOf(json)), out value);
    }

    private static bool IsNested(Value item) => item is MapValue or ListValue;
}
