namespace Gyre.Learning.Continual;

/// <summary>Examples by number, wherever they are kept.</summary>
internal interface IExamples
{
    int Count { get; }

    ReadOnlySpan<double> Row(int index);

    int Label(int index);

    int Task(int index);
}
