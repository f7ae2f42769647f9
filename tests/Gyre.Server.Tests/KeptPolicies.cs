using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>Policies in the artifact store, for deployments to serve.</summary>
internal static class KeptPolicies
{
    /// <summary>Keeps one that chooses <c>red</c> or <c>green</c> wherever it is asked with <c>[1, 2]</c>; gives its digest.</summary>
    public static async Task<Gyre.Core.Digest> PutAsync(IBlobStore blobs, string arm)
    {
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new GreedyOptions { Bias = true },
            ContextFields = ["age", "mood"],
            Arms = ["red", "green"],
        });
        for (var i = 0; i < 2; i++)
            policy.Learn(new PolicyContext([1, 2]), i, policy.Specification.Arms[i] == arm ? 1 : 0);
        using var file = new MemoryStream();
        await PolicyFile.WriteAsync(policy, file, TestContext.Current.CancellationToken);
        file.Position = 0;
        return (await blobs.PutAsync(file, TestContext.Current.CancellationToken)).Digest;
    }
}
