using Gyre.Cli.Deployments;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Tests;

public sealed class CanaryRuleTextTests
{
    [Fact]
    public void A_rule_is_read_setting_by_setting()
    {
        Read("margin=0.01, level=0.9,promote=true,hold-back=0.1,max-decisions=500").ShouldBe(
            new CanaryRuleInfo { Margin = 0.01, Level = 0.9, Promote = true, HoldBack = 0.1, MaxDecisions = 500 });
        Read("promote=false").ShouldBe(new CanaryRuleInfo { Promote = false });
        Read("").ShouldBe(new CanaryRuleInfo());
        Read("none").ShouldBeNull();
    }

    [Theory]
    [InlineData("margin", "option.number")]
    [InlineData("margin=a", "option.number")]
    [InlineData("promote=yes", "option.canary-rule")]
    [InlineData("max-decisions=-1", "option.canary-rule")]
    [InlineData("level=0.9,level=0.9", "option.canary-rule")]
    [InlineData("speed=1", "option.canary-rule")]
    public void What_is_no_rule_is_refused(string text, string code) =>
        Should.Throw<InvalidInputException>(() => Read(text)).Diagnostics[0].Code.ShouldBe(code);

    private static CanaryRuleInfo? Read(string text) => CanaryRuleText.Read("--canary-rule", text);
}
