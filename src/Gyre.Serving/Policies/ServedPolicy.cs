using System.Collections.Frozen;
using Gyre.Learning;

namespace Gyre.Serving.Policies;

/// <summary>A version that can decide; nobody trains it.</summary>
internal sealed class ServedPolicy(long version, double floor, Policy policy)
{
    private readonly FrozenDictionary<string, int> _arms = policy.Specification.Arms
        .Select(static (arm, index) => KeyValuePair.Create(arm, index)).ToFrozenDictionary(StringComparer.Ordinal);

    public long Version => version;

    /// <summary>The floor it was loaded with.</summary>
    public double Floor => floor;

    public Policy Policy => policy;

    public PolicySpecification Specification => policy.Specification;

    /// <summary>The index of an arm of the policy; below 0 when there is none of the name.</summary>
    public int IndexOf(string arm) => _arms.GetValueOrDefault(arm, -1);
}
