using Gyre.Client;
using Gyre.Client.Api;
using Gyre.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Server.Tests.Client;

/// <summary>The code of the guide is what is compiled and run here.</summary>
public sealed class DecisionGuideTests
{
    private const string Guide = "decisions-in-dotnet.md";

    [Fact]
    public async Task The_example_of_the_guide_decides_and_is_rewarded()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("gyre-guide-").FullName;
        await using var home = await ServerHome.StartAsync();
        var address = home.Server.Address.ToString();
        using var api = new GyreApi(address, new GyreApiOptions { Environment = static _ => null });
        var policy = await KeptPolicies.PutAsync(home.Blobs, "red");
        await api.Deployments.DeployAsync(new DeployRequest { Name = "shop", Policy = policy }, cancel);
        var services = new ServiceCollection();
        // <guide>
        services.AddGyreDecisions(options =>
        {
            options.Server = address;
            options.Deployment = "shop";
            options.SpoolFolder = folder;
        });
        // </guide>
        services.AddSingleton<Offers>();
        await using (var provider = services.BuildServiceProvider())
        {
            var offers = provider.GetRequiredService<Offers>();
            var (offer, id) = await offers.ChooseAsync(1, 2, cancel);
            offer.ShouldBe("red");
            await offers.BoughtAsync(id, 9.5, cancel);
        }
        (await api.Deployments.BooksAsync("shop", cancel)).Used.ShouldBe(1);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_guide_shows_this_code()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Join(root.FullName, "Gyre.slnx")))
            root = root.Parent;
        var source = Lines(Path.Join(root!.FullName, "tests", "Gyre.Server.Tests", "Client", "DecisionGuideTests.cs"));
        var shown = Lines(Path.Join(root.FullName, "docs", "guides", Guide));
        var code = source.Index().Where(line => line.Item == "// <guide>")
            .SelectMany(start => source.Skip(start.Index + 1).TakeWhile(static line => line != "// </guide>"))
            .Select(static line => line.Replace("= address", "= \"http://127.0.0.1:5000\"", StringComparison.Ordinal)
                .Replace("= folder", "= \"gyre-spool\"", StringComparison.Ordinal)).ToArray();
        code.Length.ShouldBe(17);
        code.ShouldBeSubsetOf(shown);
    }

    private static string[] Lines(string file) => [.. File.ReadLines(file).Select(static line => line.Trim())];

    // <guide>
    internal sealed class Offers(IDecisionClient decisions)
    {
        public async Task<(string Offer, string DecisionId)> ChooseAsync(double age, double mood, CancellationToken cancellationToken)
        {
            var decision = await decisions.DecideAsync([age, mood], cancellationToken);
            return (decision.Arm, decision.DecisionId);
        }

        public Task BoughtAsync(string decisionId, double price, CancellationToken cancellationToken) =>
            decisions.RewardAsync(decisionId, price, cancellationToken: cancellationToken);
    }
    // </guide>
}
