using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Home.Nodes;
using Gyre.Projects;

namespace Gyre.Cli.Tests.Nodes;

/// <summary>What a deployment node makes of its endpoints and of the files that edges brought.</summary>
public class EndpointPlanTests
{
    private const string Command =
        "- endpoint: {name: predict, image: i, server-command: python serve.py, files: [{name: model, path: ./data/m.bin}]}";
    private const string Wsgi = "- endpoint: {name: predict, image: i, wsgi: 'app:app', files: [{name: model, path: m.onnx}]}";
    private static readonly CodeTree Code = new([new("data/m.bin", Digest.Of("old"), false), new("serve.py", Digest.Of("code"), true)]);

    [Fact]
    public void A_command_is_a_program_with_the_code_and_the_delivered_files()
    {
        var target = Plan(Command, ["predict"], [File("predict.model", "out.bin")]).Targets.ShouldHaveSingleItem();
        (target.Deployment, target.Model.IsEmpty).ShouldBe(("shop-predict", true));
        target.Program!.Commands.ShouldBe(["python serve.py"]);
        target.Program.Files.Select(static file => (file.Path, file.Digest, file.Executable)).ShouldBe(
            [("serve.py", Digest.Of("code"), true), ("data/m.bin", Digest.Of("out.bin"), false)]);
        target.Program.Port.ShouldBe(8000);
    }

    [Fact]
    public void The_declared_port_is_the_one_that_is_replaced() => Plan(
            Command.Replace("image: i", "image: i, port: 9000", StringComparison.Ordinal), [], [File("predict.model", "out.bin")])
        .Targets.Single().Program!.Port.ShouldBe(9000);

    [Theory]
    [InlineData("best.onnx")]
    [InlineData("policy.json")]
    public void Without_a_command_one_model_file_is_served_itself(string name)
    {
        var wsgi = Wsgi.Replace("m.onnx", name, StringComparison.Ordinal);
        foreach (var project in (string[])[wsgi, "[]"])
        {
            var target = Plan(project, ["predict"], [File("predict.model", name)]).Targets.ShouldHaveSingleItem();
            (target.Program, target.Model).ShouldBe((null, Digest.Of(name)));
        }
    }

    [Theory]
    [InlineData(Command, "predict.model", false, "was delivered 0 times")]
    [InlineData(Command, "predict.other", true, "was delivered 0 times")]
    [InlineData("- endpoint: {name: predict, image: i, server-command: c}", "predict.model", true, "declares no file 'model'")]
    [InlineData("- endpoint: {name: predict, image: i, server-command: c, files: [{name: model, path: ../m}]}", "predict.model", true,
        "cannot be used")]
    [InlineData("- endpoint: {name: predict, image: i, wsgi: 'a:b', files: [{name: model, path: m.pb}]}", "predict.model", true,
        "gunicorn")]
    [InlineData("[]", "predict.model", true, "the project has no endpoint 'predict'")]
    public void What_cannot_be_served_says_why(string project, string input, bool isDelivered, string reason)
    {
        var plan = Plan(project, ["predict"], [isDelivered ? File(input, "m.bin") : new InputOrder(input, [])]);
        plan.Targets.ShouldBeEmpty();
        plan.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void One_endpoint_that_cannot_be_served_keeps_all_from_it()
    {
        var plan = Plan(Command, ["predict", "other"], [File("predict.model", "out.bin")]);
        (plan.Targets.Length, plan.Reason).ShouldBe((0, "the project has no endpoint 'other'"));
    }

    [Fact]
    public void A_node_without_endpoints_or_of_another_commit_serves_nothing()
    {
        Plan(Command, [], []).Reason.ShouldBe("it names no endpoint");
        var elsewhere = Node(["predict"]) with { Commit = "abc" };
        EndpointPlan.Make(elsewhere, [File("predict.model", "a")], [], Code).Reason!.ShouldContain("commit");
    }

    [Theory]
    [InlineData("shop", "predict", "shop-predict")]
    [InlineData("My Shop", "predict", "my-shop-predict")]
    [InlineData("_x", "a", "x-a")]
    public void Names_have_the_letters_of_deployments(string deployment, string endpoint, string name) =>
        EndpointPlan.NameOf(deployment, endpoint).ShouldBe(name);

    private static EndpointPlan Plan(
        string project, ImmutableArray<string> endpoints, ImmutableArray<InputOrder> inputs) => EndpointPlan.Make(
        Node(endpoints), inputs, ProjectFile.Read(project, "valohai.yaml").Project.ShouldNotBeNull().Endpoints, Code);

    private static DeploymentNode Node(ImmutableArray<string> endpoints) =>
        new() { Name = "release", Deployment = "shop", Endpoints = endpoints };

    private static InputOrder File(string input, string name) =>
        new(input, [new InputFile { Name = name, Uri = "x", Digest = Digest.Of(name), SizeInBytes = 1 }]);
}
