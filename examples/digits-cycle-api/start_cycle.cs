// Starts the next turn, unless the best model is good enough: `dotnet run start_cycle.cs`, nothing but the SDK.
#:property PublishAot=false
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

var config = Environment.GetEnvironmentVariable("VH_CONFIG_DIR")!;
var values = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(config, "parameters.json")))!;
if (values["cycle"]!.GetValue<double>() != 1)
{
    Console.WriteLine("""{"started": false}""");
    return 0;
}
var turn = values["turn"]!.GetValue<int>() + 1;
var draw = new Random(turn); // the same turn draws the same, so that a second start is answered from the cache
var inputs = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(config, "inputs.json")))!;
var champion = inputs["best"]!["files"]![0]!["datum_id"]!.GetValue<string>();
var body = JsonNode.Parse(await File.ReadAllTextAsync("create_pipeline_csharp.json"))!;
var templates = body["nodes"]!.AsArray().ToDictionary(node => node!["name"]!.GetValue<string>(), node => node!["template"]!);
var parameters = templates["preprocess"]["parameters"]!;
parameters["turn"] = turn;
parameters["train-rows"] = Math.Min(100 + 300 * (turn - 1), 1437);
parameters["epochs"] = Math.Min(2 + 5 * (turn - 1), 30);
parameters["hidden"] = new JsonArray(draw.Next(24, 65), draw.Next(24, 65));
parameters["learning-rate"] = new JsonArray(Math.Round(0.002 * Math.Pow(4, draw.NextDouble()), 6), Math.Round(0.002 * Math.Pow(4, draw.NextDouble()), 6));
templates["infer"]["inputs"]!["champion"] = new JsonArray($"datum://{champion}");
body["title"] = $"digits turn {turn}";

using var client = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("VALOHAI_API_URL")!) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", Environment.GetEnvironmentVariable("VALOHAI_API_TOKEN"));
using var answer = await client.PostAsync("/api/v0/pipelines/", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
var text = await answer.Content.ReadAsStringAsync();
if (!answer.IsSuccessStatusCode)
{
    Console.Error.WriteLine($"refused: {(int)answer.StatusCode} {text}");
    return 1;
}
Console.WriteLine(new JsonObject { ["started"] = true, ["next"] = JsonNode.Parse(text)!["id"]!.GetValue<string>() }.ToJsonString());
return 0;
