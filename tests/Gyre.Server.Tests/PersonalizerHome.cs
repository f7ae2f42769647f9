using Gyre.Learning;
using Gyre.Serving;

namespace Gyre.Server.Tests;

/// <summary>Deployments that are asked in the words of the Personalizer service.</summary>
internal static class PersonalizerHome
{
    public const string Films = "/personalizer/films/v1.1-preview.1";

    public const string Three =
        """
        [
          {"id": "drama", "features": [{"genre": "drama", "length": 2.5}]},
          {"id": "comedy", "features": [{"genre": "comedy"}, {"tags": ["new", "short"]}]},
          {"id": "news", "features": []}
        ]
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Deploys a policy with features of actions as <c>films</c>.</summary>
    public static async Task DeployFilmsAsync(this ServerHome home, DeploymentSettings? settings = null)
    {
        using var file = new MemoryStream();
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new SoftmaxOptions(),
            ContextFields = ["user.age", "size", "hash_0", "hash_1"],
            ArmFields = ["genre=comedy", "length", "arm_hash_0", "arm_hash_1"],
        });
        await PolicyFile.WriteAsync(policy, file, Cancel);
        file.Position = 0;
        var digest = (await home.Blobs.PutAsync(file, Cancel)).Digest;
        if (await home.Serving.Deployments.FindAsync("films", Cancel) is null)
            await home.Serving.Deployments.AddAsync(new NewVersion { Deployment = "films", Policy = digest, Settings = settings }, Cancel);
    }

    /// <summary>Decisions and pending ones in the books of <c>films</c>, and orphans.</summary>
    public static async Task<(long Decisions, long Pending, long Orphans)> BooksAsync(this ServerHome home)
    {
        var books = (await home.Serving.Decisions.BooksAsync("films", Cancel))!;
        books.Balance.ShouldBeTrue();
        return (books.Decisions, books.Pending, books.Orphan);
    }
}
