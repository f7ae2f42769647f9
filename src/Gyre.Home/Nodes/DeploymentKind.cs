using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Home.Nodes;

/// <summary>
/// Deployment nodes wait until <see cref="NodeDeployer"/> has deployed what they name. Where it is not at work, they are recorded and
/// skipped: a program could not outlive the command that drives the run.
/// </summary>
/// <param name="isServing">Whether <see cref="NodeDeployer"/> is at work in this process; asked once, when a node starts.</param>
internal sealed class DeploymentKind(Func<bool> isServing) : ExternalKind
{
    /// <summary>Outcomes of an answer.</summary>
    public const string Deployed = "deployed";

    /// <summary>It cannot be served.</summary>
    public const string Skipped = "skipped";

    /// <summary>It was refused.</summary>
    public const string Failed = "failed";

    /// <summary>Field of an answer with what the nodes behind it may ask for.</summary>
    public const string Facts = "facts";

    private const string Recorded = "recorded; no deployment target is connected";

    /// <inheritdoc/>
    public override NodeKind Kind { get; } = NodeKinds.Standard.Find("deployment")!;

    /// <inheritdoc/>
    public override string WaitsFor => "a deployment";

    /// <inheritdoc/>
    public override ExternalStart Start(ExternalNode node) =>
        !isServing() || (node.Inputs.IsEmpty && node.Settings.Find("endpoints") is not ListValue { Items.IsEmpty: false })
            ? new AnsweredAtOnce(ExternalEnd.Skipped(Recorded))
            : new WaitFor { Question = node.Settings };

    /// <inheritdoc/>
    public override ExternalEnd End(ExternalNode node, MapValue answer, string by)
    {
        var reason = (answer.Find("reason") as TextValue)?.Text;
        return (answer.Find("outcome") as TextValue)?.Text switch
        {
            Deployed => ExternalEnd.Succeeded(reason) with { Metadata = answer.Find(Facts) as MapValue ?? new MapValue([]) },
            Skipped => ExternalEnd.Skipped(reason is null ? Recorded : $"recorded; {reason}"),
            Failed => ExternalEnd.Failed(reason ?? "the deployment was refused"),
            _ => throw new InvalidInputException(
                "deployment.answer", "The answer does not say what became of the deployment.",
                $"Give 'outcome' as {Deployed}, {Skipped} or {Failed}, and a 'reason'."),
        };
    }
}
