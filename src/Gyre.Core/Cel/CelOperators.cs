namespace Gyre.Core.Cel;

/// <summary>Operators of two values, and selection. Gives an error without a place where they do not go together.</summary>
internal static class CelOperators
{
    public static object? Apply(string op, object? left, object? right, CelBudget budget) => op switch
    {
        "==" => AreEqual(left, right, budget),
        "!=" => AreEqual(left, right, budget) switch { bool equal => !equal, var fault => fault },
        "<" or "<=" or ">" or ">=" => Order(op, left, right, budget),
        "in" => IsIn(left, right, budget),
        "+" => Join(left, right, budget) ?? Compute(op, left, right),
        _ => Compute(op, left, right),
    };

    /// <summary>True, false, or an error; values of different kinds are not equal, numbers are compared by their number.</summary>
    public static object AreEqual(object? left, object? right, CelBudget budget)
    {
        if (budget.Spend(1) is { } spent)
            return spent;
        switch (left, right)
        {
            case (CelFault fault, _):
                return fault;
            case (_, CelFault fault):
                return fault;
            case (string a, string b):
                return budget.Spend(Math.Min(a.Length, b.Length) / 16) ?? (object)string.Equals(a, b, StringComparison.Ordinal);
            case (CelList a, CelList b):
                return AreEqualLists(a, b, budget);
            case (CelMap a, CelMap b):
                return AreEqualMaps(a, b, budget);
            default:
                return CelNumbers.IsNumber(left) && CelNumbers.IsNumber(right) ? CelNumbers.Compare(left!, right!) == 0 : Equals(left, right);
        }
    }

    /// <summary>The element of a list or map, or an error.</summary>
    public static object? ElementOf(object? target, object? key, CelBudget budget) => target switch
    {
        CelMap map => ElementOfMap(map, key, budget),
        CelList list when CelValues.KeyOf(key) is long index => index >= 0 && index < list.Count
            ? list.At((int)index)
            : new CelFault(
                CelErrorKind.NoValue,
                $"Index {index} is out of range for a list of {list.Count}.",
                list.Count > 0 ? "The first element has index 0." : null),
        CelList => new CelFault(
            CelErrorKind.Operands, $"A list index must be a whole number, but it is {CelValues.Kind(key)}.", "Convert it with int(...)."),
        _ => new CelFault(
            CelErrorKind.Operands,
            $"{Upper(CelValues.Kind(target))} has no elements.",
            "Only lists and maps have elements. Use parseJson(...) to convert a string."),
    };

    /// <summary>True, false, or an error.</summary>
    public static object Has(object? target, string field, CelBudget budget) => target switch
    {
        CelFault fault => fault,
        CelMap map => budget.Spend(map.Cost) ?? (object)map.TryFind(field, out _),
        _ => new CelFault(CelErrorKind.Operands, $"has() cannot check '{field}' of {CelValues.Kind(target)}, which has no fields."),
    };

    public static CelFault NotTaken(string op, object? left, object? right) => new(
        CelErrorKind.Operands,
        $"'{op}' cannot be applied to {CelValues.Kind(left)} and {CelValues.Kind(right)}.",
        left is string or long or ulong or double && right is string or long or ulong or double ? "Convert one of them with int(...), uint(...), double(...) or string(...)." : null);

    private static object? ElementOfMap(CelMap map, object? key, CelBudget budget)
    {
        if (CelValues.KeyOf(key) is not { } good)
            return new CelFault(CelErrorKind.Operands, $"{Upper(CelValues.Kind(key))} cannot be a map key.");
        if (budget.Spend(map.Cost) is { } spent)
            return spent;
        if (map.TryFind(good, out var value))
            return value;
        var known = map.Keys.Take(6).Select(name => $"'{Short(name.ToString()!)}'").ToList();
        var list = known.Count == 0 ? "the map is empty" : $"available keys: {string.Join(", ", known.Take(5))}{(known.Count > 5 ? " and more" : "")}";
        return new CelFault(
            CelErrorKind.NoValue,
            $"The key '{Short(good.ToString()!)}' does not exist; {list}.",
            "Check with has(x.name) or 'name' in x first.");
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static object AreEqualLists(CelList a, CelList b, CelBudget budget)
    {
        if (a.Count != b.Count)
            return false;
        for (var index = 0; index < a.Count; index++)
        {
            if (AreEqual(a.At(index), b.At(index), budget) is not true and var result)
                return result;
        }
        return true;
    }

    private static object AreEqualMaps(CelMap a, CelMap b, CelBudget budget)
    {
        if (a.Count != b.Count)
            return false;
        foreach (var key in a.Keys)
        {
            if (budget.Spend(a.Cost + b.Cost) is { } spent)
                return spent;
            a.TryFind(key, out var left);
            if (!b.TryFind(key, out var right))
                return false;
            if (AreEqual(left, right, budget) is not true and var result)
                return result;
        }
        return true;
    }

    private static object Order(string op, object? left, object? right, CelBudget budget)
    {
        int? order;
        switch (left, right)
        {
            case (string a, string b):
                if (budget.Spend(Math.Min(a.Length, b.Length)) is { } spent)
                    return spent;
                order = CompareByCodePoint(a, b);
                break;
            case (bool a, bool b):
                order = a.CompareTo(b);
                break;
            default:
                if (!CelNumbers.IsNumber(left) || !CelNumbers.IsNumber(right))
                    return NotTaken(op, left, right);
                order = CelNumbers.Compare(left!, right!);
                break;
        }
        return op switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    /// <summary>As the language orders texts; the ordinal order of UTF-16 differs beyond the basic plane.</summary>
    private static int CompareByCodePoint(string a, string b)
    {
        var (left, right) = (a.EnumerateRunes(), b.EnumerateRunes());
        while (true)
        {
            var (more, other) = (left.MoveNext(), right.MoveNext());
            if (!more || !other)
                return more.CompareTo(other);
            if (left.Current != right.Current)
                return left.Current.CompareTo(right.Current);
        }
    }

    private static object IsIn(object? element, object? container, CelBudget budget)
    {
        if (container is CelMap map)
            return budget.Spend(map.Cost) ?? (object)(CelValues.KeyOf(element) is { } key && map.TryFind(key, out _));
        if (container is not CelList list)
            return new CelFault(
                CelErrorKind.Operands,
                $"'in' requires a list or a map, not {CelValues.Kind(container)}.",
                container is string ? "For a string, use contains(...)." : null);
        CelFault? first = null;
        for (var index = 0; index < list.Count; index++)
        {
            var equal = AreEqual(element, list.At(index), budget);
            if (equal is true)
                return true;
            first ??= equal as CelFault;
        }
        return first ?? (object)false;
    }

    private static object? Join(object? left, object? right, CelBudget budget)
    {
        switch (left, right)
        {
            case (string a, string b):
                return budget.Spend((a.Length + b.Length) / 16) ?? (object)(a + b);
            case (CelList a, CelList b):
                return budget.Spend(a.Count + b.Count) ?? (object)new CelMadeList([.. Items(a), .. Items(b)]);
            default:
                return null;
        }
    }

    private static IEnumerable<object?> Items(CelList list) => Enumerable.Range(0, list.Count).Select(list.At);

    private static object Compute(string op, object? left, object? right) => CelNumbers.Compute(op, left, right) ?? NotTaken(op, left, right);
}
