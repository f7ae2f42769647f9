using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gyre.Architecture.Tests;

/// <summary>What a source file says to people: messages with their code and remedy, log messages, and texts without a code.</summary>
/// <param name="Code">The dotted code; <c>log</c> for a log message; empty for none.</param>
/// <param name="Texts">Message and remedy, with <c>{…}</c> for what is filled in.</param>
internal sealed partial record MessageText(string Code, IReadOnlyList<string> Texts)
{
    public const string Log = "log";

    /// <summary>The messages of a file, in its order.</summary>
    public static IReadOnlyList<MessageText> In(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
        var messages = new List<MessageText>();
        var told = new HashSet<SyntaxNode>();
        foreach (var code in root.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(IsCode))
        {
            if (Site(code) is not { } site)
                continue;
            var texts = site.DescendantNodes().Where(node => node != code && IsText(node) && told.Add(node)).Select(Render)
                .Where(text => text.Any(char.IsWhiteSpace)).ToList();
            if (texts.Count > 0)
                messages.Add(new(code.Token.ValueText, texts));
        }
        foreach (var text in root.DescendantNodes().Where(node => IsText(node) && !told.Contains(node)))
        {
            var words = Render(text);
            if (IsLog(text))
                messages.Add(new(Log, [words]));
            else if (Prose().IsMatch(words) && !Sql().IsMatch(words) && !Columns().IsMatch(words))
                messages.Add(new("", [words]));
        }
        return messages;
    }

    /// <summary>The call, object with initializer, or tuple that a code is given to.</summary>
    private static SyntaxNode? Site(SyntaxNode code) => code.Parent switch
    {
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => tuple,
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } call } } => call,
        ConditionalExpressionSyntax condition => Site(condition),
        _ => null,
    };

    private static bool IsCode(LiteralExpressionSyntax literal) =>
        literal.IsKind(SyntaxKind.StringLiteralExpression) && CodePattern().IsMatch(literal.Token.ValueText);

    private static bool IsText(SyntaxNode node) => IsPart(node) && !IsPart(node.Parent!)
        && node.Ancestors().OfType<InterpolationSyntax>().FirstOrDefault() is null;

    private static bool IsPart(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => IsPart(sum.Left) || IsPart(sum.Right),
        _ => false,
    };

    private static bool IsLog(SyntaxNode node) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && attribute.Name.ToString() == "LoggerMessage";

    private static string Render(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(Render)),
        InterpolatedStringTextSyntax text => text.TextToken.ValueText.Replace("{{", "{", StringComparison.Ordinal)
            .Replace("}}", "}", StringComparison.Ordinal),
        InterpolationSyntax hole => Hole(hole),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Render(sum.Left) + Render(sum.Right),
        _ => "{…}",
    };

    /// <summary>A hole is {…}; one that chooses between texts shows them.</summary>
    private static string Hole(InterpolationSyntax hole)
    {
        var choices = hole.DescendantNodes().Where(node => IsPart(node) && !IsPart(node.Parent!)).Select(Render)
            .Where(text => text.Any(char.IsLetter)).ToList();
        return choices.Count == 0 ? "{…}" : $"{{{string.Join('|', choices)}}}";
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"[\p{L}\d}'"",;:.)] +[\p{L}'""({]")]
    private static partial Regex Prose();

    [GeneratedRegex("^[a-z_.]+(, ?[a-z0-9_.]+){2,}$")]
    private static partial Regex Columns();

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE|ALTER|PRAGMA|DROP|VALUES|ORDER BY|AND|CONFLICT|KEY|DESC|ASC|NULL|SAVEPOINT)\b")]
    private static partial Regex Sql();
}
