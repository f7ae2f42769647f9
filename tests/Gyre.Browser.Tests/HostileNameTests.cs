using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Gyre.Browser.Tests;

/// <summary>Names are text wherever they are shown, and no name breaks a page.</summary>
public sealed class HostileNameTests(ChromiumFixture chromium)
{
    private const string Root = "api/2.0/mlflow/";

    /// <summary>What must never come to life: each would call <c>hit()</c>.</summary>
    private const string Script = """<img src=x onerror=hit()>"><svg/onload=hit()>{{7*7}}<script>hit()</script>""";

    public static TheoryData<string> Names =>
    [
        Script,
        "javascript:hit()",
        "\u202Eevil\u202C שלום عليكم \u2067abc",
        "🚀👩‍👩‍👧‍👦 e\u0301\u200B\u200D zero\u200Bwidth",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Each_page_shows_it_as_text(string name) => LookAtAllAsync(name, name);

    [Fact]
    public Task Each_page_stands_with_names_as_long_as_they_may_be() =>
        LookAtAllAsync(string.Concat(Enumerable.Repeat("long", 2500)), string.Concat(Enumerable.Repeat("long", 60)));

    private async Task LookAtAllAsync(string text, string name)
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var pages = await FillAsync(home, text, name);
        // What stands on a phone stands on a desk; columns that only a desk has room for are looked at with the worst of the names.
        foreach (var eyes in text == Script ? (Eyes[])[Eyes.Desk, Eyes.Phone] : [Eyes.Phone])
        {
            await using var visit = await Visit.BeginAsync(browser, home.Address, eyes);
            await visit.Page.AddInitScriptAsync("window.hits = 0; window.hit = () => { window.hits++; };");
            visit.Page.Dialog += (_, dialog) => _ = dialog.DismissAsync();
            foreach (var page in pages)
                await LookAsync(visit, page);
            visit.ShouldHaveNoFaults();
        }
    }

    private static async Task LookAsync(Visit visit, string page)
    {
        try
        {
            await visit.GoAsync(page);
        }
        catch (PlaywrightException exception)
        {
            throw new InvalidOperationException($"{page} does not come to rest", exception);
        }
        (await visit.OverflowAsync()).ShouldBeLessThanOrEqualTo(0, $"{page} sticks out sideways: {await visit.OutsideAsync()}");
        (await visit.Page.EvaluateAsync<int>("() => window.hits")).ShouldBe(0, page);
        // A link of a name must not be a script either.
        (await visit.Page.Locator("a[href^='javascript' i]").CountAsync()).ShouldBe(0, page);
        (await visit.Page.Locator("main img[src=x], main svg[onload]").CountAsync()).ShouldBe(0, page);
    }

    /// <summary>Gives the pages that show what was made.</summary>
    private static async Task<IReadOnlyList<string>> FillAsync(ServedHome home, string text, string name)
    {
        var release = home.Project("release", Projects.Release, ("train.sh", NoisyScript(text)));
        var run = await home.StartRunAsync(release, "release", text[..Math.Min(text.Length, 500)]);
        var experiment = (string)(await home.PostAsync($"{Root}experiments/create", new { name }))["experiment_id"]!;
        var tracked = new List<string>();
        for (var i = 0; i < 2; i++)
            tracked.Add(await RecordAsync(home, experiment, text, name));
        var model = await ModelAsync(home, name, tracked[0]);
        await Gyre.Testing.Patience.UntilAsync(
            async () => (await home.GetAsync($"api/v1/runs/{run}/nodes")).ToJsonString().Contains("AwaitingApproval", StringComparison.OrdinalIgnoreCase)
                || (await home.GetAsync($"api/v1/runs/{run}/nodes")).ToJsonString().Contains("awaiting", StringComparison.Ordinal),
            TestContext.Current.CancellationToken, "the run waits for a person");
        var escaped = Uri.EscapeDataString(model);
        return
        [
            "", "runs", $"runs/{run}", $"runs/{run}?node=train", "tracking", $"tracking/experiments/{experiment}",
            $"tracking/experiments/{experiment}?tab=charts", $"tracking/runs/{tracked[0]}", $"tracking/runs/{tracked[0]}?tab=artifacts",
            $"tracking/compare?runs={tracked[0]},{tracked[1]}", "models", $"models/{escaped}", $"models/{escaped}/1", $"lineage/run/{tracked[0]}",
            "catalog", "cache", $"runs?text={Uri.EscapeDataString(name[..Math.Min(name.Length, 100)])}",
        ];
    }

    private static async Task<string> RecordAsync(ServedHome home, string experiment, string text, string name)
    {
        var created = await home.PostAsync($"{Root}runs/create", new { experiment_id = experiment, run_name = name, start_time = 1_700_000_000_000 });
        var id = (string)created["run"]!["info"]!["run_id"]!;
        await home.PostAsync($"{Root}runs/log-batch", new
        {
            run_id = id,
            metrics = Enumerable.Range(0, 5).Select(static step => new { key = "loss", value = 1.0 / (step + 1), timestamp = 1_700_000_000_000 + step, step }),
            @params = new[] { new { key = "text", value = text[..Math.Min(text.Length, 6000)] } },
            tags = new[]
            {
                new { key = "mlflow.note.content", value = $"{text}\n\n[a link](javascript:hit()) ![picture](https://example.com/x.png)" },
                new { key = "owner", value = text[..Math.Min(text.Length, 5000)] },
                new { key = "mlflow.user", value = name },
            },
        });
        await UploadAsync(home, experiment, id, $"{FileName(name)}.txt", text);
        await UploadAsync(home, experiment, id, "picture.svg", $"<svg xmlns='http://www.w3.org/2000/svg' onload='hit()'><script>hit()</script><text>{System.Net.WebUtility.HtmlEncode(name)}</text></svg>");
        return id;
    }

    private static async Task UploadAsync(ServedHome home, string experiment, string run, string file, string content)
    {
        using var body = new StringContent(content, Encoding.UTF8);
        using var answer = await home.Http.PutAsync(
            new Uri(home.Address, $"api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/{Uri.EscapeDataString(file)}"), body,
            TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{file}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Names of files and models may not hold everything; what they may not hold is left out.</summary>
    private static string FileName(string name) =>
        string.Concat(name.EnumerateRunes().Where(static rune => rune.Value is not ('/' or '\\' or ':' or '"' or '<' or '>' or '|' or '*' or '?')
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)).Take(60));

    private static async Task<string> ModelAsync(ServedHome home, string name, string run)
    {
        var model = name.Replace("/", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);
        await home.PostAsync($"{Root}registered-models/create", new { name = model, description = name });
        await home.PostAsync($"{Root}model-versions/create", new { name = model, source = $"runs:/{run}/model", run_id = run, description = name });
        await home.PostAsync($"{Root}registered-models/alias", new { name = model, alias = "champion", version = "1" });
        return model;
    }

    /// <summary>A step that prints the name and reports it as metadata.</summary>
    private static string NoisyScript(string text)
    {
        var quoted = text.Replace("'", "'\\''", StringComparison.Ordinal);
        return $$"""
            printf '%s\n' '{{quoted}}'
            echo '{"loss": 0.5}'
            printf 'name,score\na,1\n' > "$GYRE_OUTPUTS_DIR/scores.csv"
            """;
    }
}
