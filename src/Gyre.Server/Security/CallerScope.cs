namespace Gyre.Server.Security;

/// <summary>What a request may reach in the records; the gatekeeper says it, and until then nothing is reached.</summary>
internal sealed class CallerScope
{
    private StepJudge? _judge;
    private bool _isKnown;

    /// <summary>Judges what a step touches; null for users, whom the right of the route alone concerns.</summary>
    public StepJudge? Judge => _isKnown
        ? _judge
        : throw new InvalidOperationException("The records were reached without an authorization check.");

    public void Set(StepJudge? judge) => (_judge, _isKnown) = (judge, true);
}
