using Gyre.Server.Requests;

namespace Gyre.Server.Loops;

/// <summary>
/// Gives memory back after large bodies. What they needed is garbage when they are answered, but a server that then has nothing to do
/// makes no new garbage, so the collector has no reason to run, and keeps it for days.
/// </summary>
internal sealed class MemoryCare(BodyBudget budget, TimeProvider clock) : PeriodicLook(clock, TimeSpan.FromSeconds(10))
{
    public override string Name => "memory";

    protected override Task LookAsync(CancellationToken cancellationToken)
    {
        // While more are under way it would be too early, and would stop them.
        if (budget.Held <= BodyBudget.Large && budget.TakeSawLarge())
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Task.CompletedTask;
    }
}
