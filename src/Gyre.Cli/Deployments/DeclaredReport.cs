using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>Says what became of declared deployments, or would become of them.</summary>
internal static class DeclaredReport
{
    /// <summary>One deployment on a line of its own.</summary>
    public static string Line(DeploymentPlan plan, bool isDry)
    {
        var texts = string.Join("; ", plan.Changes.Select(static change => change.Text));
        return $"{plan.Name}: " + plan.Outcome switch
        {
            DeploymentOutcome.Unchanged => "unchanged",
            DeploymentOutcome.Created => $"{(isDry ? "would be created" : "created")}: {texts}",
            DeploymentOutcome.Changed => $"{(isDry ? "would change" : "changed")}: {texts}",
            DeploymentOutcome.Skipped => $"skipped: {plan.Reason}",
            _ => $"failed: {plan.Reason}",
        };
    }

    /// <summary>All of them for a program.</summary>
    public static MapValue Json(IEnumerable<DeploymentPlan> plans, bool isDry) => Shape.Object(
        ("dry_run", Value.Of(isDry)),
        ("deployments", Shape.List(plans, static plan => Shape.Object(
            ("name", Value.Of(plan.Name)),
            ("outcome", Value.Of(plan.Outcome.ToString().ToLower(CultureInfo.InvariantCulture))),
            ("changes", Shape.List(plan.Changes, static change => Value.Of(change.Text))),
            ("reason", Shape.Text(plan.Reason))))));
}
