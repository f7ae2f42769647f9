namespace Gyre.Learning.Policies;

/// <summary>How contexts become inputs of a network: the context, and for a shared model the features of the arm behind it.</summary>
/// <param name="Fields">Numbers of a context.</param>
/// <param name="ArmFields">Features of an arm; 0 without a shared model.</param>
/// <param name="Outputs">One per arm, or 1 for a shared model.</param>
internal sealed record NetworkShape(int Fields, int ArmFields, int Outputs)
{
    public int Inputs => Fields + ArmFields;

    public bool IsShared => ArmFields > 0;

    public static NetworkShape Of(PolicySpecification specification) =>
        new(specification.ContextFields.Length, specification.ArmFields.Length, specification.IsShared ? 1 : specification.Arms.Length);

    /// <summary>Writes the inputs for an arm.</summary>
    public void Fill(in PolicyContext context, int arm, Span<double> inputs)
    {
        context.Values.CopyTo(inputs);
        if (IsShared)
            context.ArmFeatures.Slice(arm * ArmFields, ArmFields).CopyTo(inputs[Fields..]);
    }
}
