using System.Collections.Immutable;
using Gyre.Tracking.Search.Formats;

namespace Gyre.Tracking.Search;

/// <summary>
/// Prompts are registered models with a tag. They are left out of searches unless a clause asks for them; then a clause on that tag says nothing more, and is dropped, so
/// that <c>!= 'true'</c> also matches models without the tag.
/// </summary>
internal static class PromptFilter
{
    /// <summary>The filter to compile, and whether models whose tag <see cref="ReservedKeys.IsPrompt"/> is <c>true</c> must be left out.</summary>
    public static (Filter Filter, bool LeaveOut) Apply(Filter filter)
    {
        if (filter.Clauses().FirstOrDefault(IsAboutPrompts) is { } clause && AsksForPrompts(clause))
            return (filter, false);
        var others = filter.Conjuncts.Where(part => part is not Clause one || !IsAboutPrompts(one)).ToImmutableArray();
        return (new Filter(others.Length switch { 0 => null, 1 => others[0], _ => new AllOf(others) }), true);
    }

    private static bool IsAboutPrompts(Clause clause) => clause.Field is { Kind: FieldKind.Tag, Key: ReservedKeys.IsPrompt };

    private static bool AsksForPrompts(Clause clause) => clause.Value is TextValue { Text: var text } && clause.Operator switch
    {
        FilterOperator.Equal => text.Equals("true", StringComparison.OrdinalIgnoreCase),
        FilterOperator.NotEqual => text.Equals("false", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
