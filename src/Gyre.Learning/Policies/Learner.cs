using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>What one kind of policy knows, how it learns and what it prefers. Everything that arrives here has been checked.</summary>
/// <remarks>Safe for any number of threads that ask, as long as nobody changes it.</remarks>
internal abstract class Learner
{
    /// <summary>Posterior draws behind the probabilities; 0 when they are exact.</summary>
    public virtual int Draws => 0;

    /// <summary>The sum of the weights of the rows learned, decayed as they are.</summary>
    public abstract double Rows { get; }

    /// <summary>Estimated reward of each arm, and its uncertainty in the unit of the reward where the kind has one, else 0.</summary>
    public abstract void Predict(in PolicyContext context, Span<double> means, Span<double> widths);

    /// <summary>Scores and probabilities of all arms.</summary>
    /// <param name="context">Its own mask is not looked at.</param>
    /// <param name="allowed">One per arm, at least one true.</param>
    /// <param name="random">Read further by kinds that draw.</param>
    /// <param name="scores">Receives one per arm.</param>
    /// <param name="probabilities">Receives one per arm; 0 where not allowed.</param>
    public abstract void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities);

    /// <summary>Begins a call that trains: decays what was learned before.</summary>
    public abstract void Forget();

    /// <summary>Learns a row; with <paramref name="follow"/>, the derived numbers follow at once where that is cheaper.</summary>
    public abstract void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow);

    /// <summary>Ends a call that trains: everything derived follows from the statistics.</summary>
    public abstract void Settle();

    /// <summary>Adds an arm without data behind the others.</summary>
    public abstract void AddArm();

    public abstract Learner Copy();

    /// <summary>What the rows of both teach (<paramref name="sign"/> 1), or these rows without the other's (-1).</summary>
    /// <param name="other">A learner of the same specification.</param>
    /// <param name="sign">1 or -1.</param>
    /// <returns>Null when the other's rows cannot have been among these.</returns>
    /// <exception cref="ArgumentException">What this kind learned cannot be combined so.</exception>
    public abstract Learner? Combined(Learner other, int sign);

    /// <summary>Writes an object.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
