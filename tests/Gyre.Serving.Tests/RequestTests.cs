using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Policies;

namespace Gyre.Serving.Tests;

/// <summary>What is asked of a policy is refused with its field; no number that is none enters a policy.</summary>
public sealed class RequestTests
{
    private static readonly string LongText = new('x', 251);

    public static TheoryData<string, string, string> Refused => new()
    {
        { "short", "decision.context-length", "context" },
        { "long", "decision.context-length", "context" },
        { "none", "decision.context-length", "context" },
        { "nan", "decision.number", "context/1" },
        { "infinite", "decision.number", "context/0" },
        { "huge", "decision.number", "context/0" },
        { "both", "decision.context", "fields" },
        { "field-missing", "decision.field-missing", "fields/mood" },
        { "field-extra", "decision.field-unknown", "fields/shoe" },
        { "no-arms", "decision.arms", "arms" },
        { "arm-twice", "decision.arm-name", "arms/1" },
        { "arm-blank", "decision.arm-name", "arms/0" },
        { "arm-long", "decision.arm-name", "arms/0" },
        { "arms-many", "decision.arms", "arms" },
        { "arm-unknown", "decision.arm-unknown", "arms/1" },
        { "mask-short", "decision.mask", "mask" },
        { "mask-of-arms", "decision.mask", "mask" },
        { "mask-none", "decision.refused", "mask" },
        { "features", "decision.features", "features" },
        { "id-empty", "decision.id", "decisionId" },
        { "id-long", "decision.id", "decisionId" },
        { "id-control", "decision.id", "decisionId" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_request_is_refused_with_its_field(string @case, string code, string path)
    {
        var served = new ServedPolicy(1, 0, TestPolicies.Uniform());
        var refusal = Should.Throw<InvalidInputException>(
            () => served.Choose(RequestRules.Check(served, Bad(@case)).Question, 1)).Diagnostics.ShouldHaveSingleItem();
        (refusal.Code, refusal.Path).ShouldBe((code, path));
        refusal.Remedy.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("none", "decision.features", "features")]
    [InlineData("uneven", "decision.features-length", "features/1")]
    [InlineData("null", "decision.features-length", "features/1")]
    [InlineData("names", "decision.features", "features")]
    [InlineData("nan", "decision.number", "features/0/1")]
    [InlineData("mask", "decision.mask", "mask")]
    public void Features_of_arms_are_refused_with_their_field(string @case, string code, string path)
    {
        DecisionRequest request = @case switch
        {
            "uneven" => new() { Features = [[1, 2], [1]] },
            "null" => new() { Features = [[1, 2], null!] },
            "names" => new() { Features = [[1, 2]], Arms = ["a", "b"] },
            "nan" => new() { Features = [[1, double.NaN]] },
            "mask" => new() { Features = [[1, 2]], Mask = [true, true] },
            _ => new(),
        };
        var refusal = Should.Throw<InvalidInputException>(
            () => RequestRules.Check(new ServedPolicy(1, 0, TestPolicies.Shared()), request with { Context = TestPolicies.Context }));
        (refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Path).ShouldBe((code, path));
    }

    [Fact]
    public void The_same_question_has_the_same_text()
    {
        var served = new ServedPolicy(1, 0, TestPolicies.Uniform());
        var named = new DecisionRequest { Fields = new Dictionary<string, double> { ["mood"] = -1, ["age"] = 0.5 } };
        RequestRules.Check(served, named).Document
            .ShouldBe(RequestRules.Check(served, new DecisionRequest { Context = TestPolicies.Context }).Document);
    }

    private static DecisionRequest Bad(string @case)
    {
        var good = new DecisionRequest { Context = TestPolicies.Context };
        return @case switch
        {
            "short" => good with { Context = [1] },
            "long" => good with { Context = [1, 2, 3] },
            "none" => good with { Context = null },
            "nan" => good with { Context = [1, double.NaN] },
            "infinite" => good with { Context = [double.NegativeInfinity, 1] },
            "huge" => good with { Context = [1e308, 1] },
            "both" => good with { Fields = new Dictionary<string, double>() },
            "field-missing" => new() { Fields = new Dictionary<string, double> { ["age"] = 1, ["shoe"] = 1 } },
            "field-extra" => new() { Fields = new Dictionary<string, double> { ["age"] = 1, ["mood"] = 1, ["shoe"] = 1 } },
            "no-arms" => good with { Arms = [] },
            "arm-twice" => good with { Arms = ["red", "red"] },
            "arm-blank" => good with { Arms = [" "] },
            "arm-long" => good with { Arms = [LongText] },
            "arms-many" => good with { Arms = [.. Enumerable.Range(0, 100_000).Select(i => $"a{i}")] },
            "arm-unknown" => good with { Arms = ["red", "pink"] },
            "mask-short" => good with { Mask = [true] },
            "mask-of-arms" => good with { Arms = ["red"], Mask = [true, true] },
            "mask-none" => good with { Mask = [false, false, false] },
            "features" => good with { Features = [[1]] },
            "id-empty" => good with { DecisionId = "" },
            "id-long" => good with { DecisionId = LongText },
            "id-control" => good with { DecisionId = "a\nb" },
            _ => good,
        };
    }
}
