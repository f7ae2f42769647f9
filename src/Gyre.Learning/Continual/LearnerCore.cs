namespace Gyre.Learning.Continual;

/// <summary>A model that learns experience by experience; what a public learner is made of.</summary>
internal abstract class LearnerCore
{
    /// <summary>Numbers of the model itself.</summary>
    public abstract long Parameters { get; }

    /// <summary>Bytes carried beside the model.</summary>
    public abstract long Bytes { get; }

    /// <summary>Learns an experience.</summary>
    /// <param name="parts">Its examples, at least one; several parts where several tasks are learned as one.</param>
    /// <param name="experience">Its number from 0.</param>
    /// <param name="stepped">Told after each step how many examples were learned since the start of the experience.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>For each example in the order of the first pass: whether it was predicted rightly before it was learned.</returns>
    public abstract bool[] Learn(
        IReadOnlyList<ContinualRows> parts, long experience, Action<int>? stepped, CancellationToken cancellationToken);

    /// <summary>The score of every class for one row; higher is better.</summary>
    public abstract void Score(ReadOnlySpan<double> row, Span<double> scores);

    public abstract void Save(LearnerState state);

    public abstract void Load(LearnerState state);

    /// <summary>The class of the highest score among those allowed; the lowest of equals.</summary>
    public static int Best(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed)
    {
        var best = -1;
        for (var c = 0; c < scores.Length; c++)
        {
            if (allowed[c] && (best < 0 || scores[c] > scores[best]))
                best = c;
        }
        return best;
    }
}
