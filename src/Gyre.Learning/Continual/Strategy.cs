namespace Gyre.Learning.Continual;

/// <summary>
/// What sets one way of learning apart: what is trained on, what is added to the loss, and what is kept. This one adds and keeps nothing.
/// </summary>
internal class Strategy(Workbench bench)
{
    protected Workbench Bench => bench;

    /// <summary>Whether each experience starts with new weights.</summary>
    public virtual bool Restarts => false;

    public virtual int Epochs => bench.Options.Epochs;

    /// <summary>Numbers kept from one experience to the next beside the model, in bytes.</summary>
    public virtual long Bytes => 0;

    /// <summary>Chooses what is trained on.</summary>
    public virtual IExamples Begin(IExamples given) => given;

    /// <summary>Sets the slopes of the loss on the current batch.</summary>
    public virtual void SetSlopes(Batch current) => bench.Losses.CrossEntropy(current, bench.Outputs, among: null, weight: 1);

    /// <summary>Changes the gradient of the current loss before the step.</summary>
    public virtual void Adjust(Span<double> gradient)
    {
    }

    /// <summary>After a step.</summary>
    public virtual void Stepped(Batch current, bool isFirstEpoch)
    {
    }

    /// <summary>After the last step of an experience.</summary>
    public virtual void End(IExamples given)
    {
    }

    public virtual void Save(LearnerState state)
    {
    }

    public virtual void Load(LearnerState state)
    {
    }
}
