using System.Text.Json;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>The ridge regressions of a policy: one per arm over the context, or one for all over the context and the features of the arm.</summary>
internal sealed class RidgeSet
{
    private readonly LinearPolicyOptions _options;
    private readonly int _fields;
    private readonly int _armFields;
    private readonly List<RidgeModel> _models;

    private RidgeSet(LinearPolicyOptions options, int fields, int armFields, List<RidgeModel> models)
    {
        (_options, _fields, _armFields, _models) = (options, fields, armFields, models);
        Size = SizeOf(options, fields + armFields);
    }

    public bool IsShared => _armFields > 0;

    /// <summary>Features of a model, the bias included.</summary>
    public int Size { get; }

    /// <summary>The sum of the weights over all models.</summary>
    public double Rows
    {
        get
        {
            var rows = 0.0;
            foreach (var model in _models)
                rows += model.Count;
            return rows;
        }
    }

    public IReadOnlyList<RidgeModel> Models => _models;

    public static RidgeSet Create(LinearPolicyOptions options, PolicySpecification specification)
    {
        var set = new RidgeSet(options, specification.ContextFields.Length, specification.ArmFields.Length, []);
        for (var model = 0; model < ModelsOf(specification); model++)
            set.AddModel();
        return set;
    }

    public static RidgeSet Read(JsonPart part, LinearPolicyOptions options, PolicySpecification specification)
    {
        var (fields, armFields) = (specification.ContextFields.Length, specification.ArmFields.Length);
        var items = part.Items();
        if (items.Count != ModelsOf(specification))
            throw part.Refuse($"found {items.Count} models, expected {ModelsOf(specification)}", null);
        var (size, keepsFactor) = (SizeOf(options, fields + armFields), KeepsFactor(options, armFields));
        List<RidgeModel> models = [.. items.Select(item => RidgeModel.Read(item, size, options.Ridge, keepsFactor))];
        return new RidgeSet(options, fields, armFields, models);
    }

    /// <summary>Estimates and standard errors; an empty <paramref name="widths"/> is not computed.</summary>
    public void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        using var scratch = new Scratch<double>(Size + Triangle.Length(Size));
        var x = scratch.Span[..Size];
        var outer = scratch.Span[Size..];
        if (!IsShared)
            Extend(context.Values, [], x, widths.IsEmpty ? [] : outer);
        for (var arm = 0; arm < means.Length; arm++)
        {
            if (IsShared)
                Extend(context.Values, FeaturesOf(context, arm), x, widths.IsEmpty ? [] : outer);
            var model = _models[IsShared ? 0 : arm];
            means[arm] = Kernels.Dot(model.Theta, x);
            if (!widths.IsEmpty)
                widths[arm] = Math.Sqrt(Math.Max(0, Kernels.Dot(model.Inverse, outer)));
        }
    }

    /// <summary>Writes the row of features of an arm, with the bias.</summary>
    public void Extend(in PolicyContext context, int arm, Span<double> x) =>
        Extend(context.Values, IsShared ? FeaturesOf(context, arm) : [], x, []);

    public void Forget()
    {
        if (_options.Forgetting == 1)
            return;
        foreach (var model in _models)
            model.Forget(_options.Forgetting);
    }

    public void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        using var scratch = new Scratch<double>(Size + Triangle.Length(Size));
        var x = scratch.Span[..Size];
        var outer = scratch.Span[Size..];
        Extend(context.Values, context.ArmFeatures, x, []);
        Triangle.Outer(x, outer);
        var model = _models[IsShared ? 0 : arm];
        if (follow)
            model.Update(outer, x, reward, weight);
        else
            model.Accumulate(outer, x, reward, weight);
    }

    public void Settle()
    {
        foreach (var model in _models)
            model.Settle();
    }

    public void AddModel() => _models.Add(new RidgeModel(Size, _options.Ridge, KeepsFactor(_options, _armFields)));

    public RidgeSet Copy() => new(_options, _fields, _armFields, [.. _models.Select(model => model.Copy())]);

    public RidgeSet? Combined(RidgeSet other, int sign)
    {
        var combined = new List<RidgeModel>(_models.Count);
        foreach (var (model, others) in _models.Zip(other._models))
        {
            if (model.Combined(others, sign) is not { } both)
                return null;
            combined.Add(both);
        }
        return new RidgeSet(_options, _fields, _armFields, combined);
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("models");
        foreach (var model in _models)
            model.Write(writer);
        writer.WriteEndArray();
    }

    // Draws of coefficients that several arms share need a factor of M; draws per arm do not.
    private static bool KeepsFactor(LinearPolicyOptions options, int armFields) => options is LinearThompsonOptions && armFields > 0;

    private static int SizeOf(LinearPolicyOptions options, int features) => features + (options.Bias ? 1 : 0);

    private static int ModelsOf(PolicySpecification specification) => specification.IsShared ? 1 : specification.Arms.Length;

    private ReadOnlySpan<double> FeaturesOf(in PolicyContext context, int arm) =>
        context.ArmFeatures.Slice(arm * _armFields, _armFields);

    private void Extend(ReadOnlySpan<double> context, ReadOnlySpan<double> armFeatures, Span<double> x, Span<double> outer)
    {
        context.CopyTo(x);
        armFeatures.CopyTo(x[_fields..]);
        if (_options.Bias)
            x[^1] = 1;
        if (!outer.IsEmpty)
            Triangle.OuterDoubled(x, outer);
    }
}
