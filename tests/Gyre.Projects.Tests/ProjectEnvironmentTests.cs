using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Tests;

public sealed class ProjectEnvironmentTests
{
    private static readonly Dictionary<string, string> Credentials = new(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "id",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    [Theory]
    [InlineData("development", "OCTOPUSCL_AWS_S3_BUCKET_D=b", "s3://b")]
    [InlineData("development", "OCTOPUSCL_AWS_S3_BUCKET=b;OCTOPUSCL_AWS_S3_DATASETS_DIR=a/b/", "s3://b/a/b")]
    [InlineData("development", "OCTOPUSCL_AWS_S3_BUCKET_S=b", null)]
    [InlineData("development", "OCTOPUSCL_AWS_S3_DATASETS_DIR=d", null)]
    [InlineData("staging", "OCTOPUSCL_AWS_S3_BUCKET_S=b;OCTOPUSCL_AWS_S3_DATASETS_DIR=d", "s3://b/d")]
    [InlineData("production", "OCTOPUSCL_AWS_S3_BUCKET_P=b;OCTOPUSCL_AWS_S3_BUCKET=other;OCTOPUSCL_AWS_S3_DATASETS_DIR=d", "s3://b/d")]
    public void Variables_say_where_datasets_are(string environment, string variables, string? address) =>
        Of(environment).DatasetsAddress(Variables(variables, Credentials)).ShouldBe(address);

    [Theory]
    [InlineData("staging", "", "OCTOPUSCL_AWS_S3_BUCKET_S, OCTOPUSCL_AWS_S3_DATASETS_DIR, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY")]
    [InlineData("production", "OCTOPUSCL_AWS_S3_BUCKET_P=b;AWS_ACCESS_KEY_ID=a", "OCTOPUSCL_AWS_S3_DATASETS_DIR, AWS_SECRET_ACCESS_KEY")]
    [InlineData("development", "OCTOPUSCL_AWS_S3_BUCKET_D=b", "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY")]
    public void All_missing_variables_are_named(string environment, string variables, string missing) =>
        Should.Throw<InvalidInputException>(() => Of(environment).DatasetsAddress(Variables(variables)))
            .Diagnostics.ShouldHaveSingleItem().Message.ShouldBe($"Missing environment variables: {missing}.");

    [Fact]
    public void The_file_comes_before_the_variables()
    {
        var environment = Parse("""{"datasets": "shared", "tracking": "http://t", "executor": null}""");
        environment.DatasetsAddress(Variables("OCTOPUSCL_AWS_S3_BUCKET_S=b")).ShouldBe("shared");
        environment.TrackingAddress(Variables("OCTOPUSCL_MLFLOW_TRACKING_URI_S=http://other")).ShouldBe("http://t");
        environment.Executor.ShouldBeNull();
        Parse("""{"executor": "slurm"}""").Executor.ShouldBe("slurm");
        Parse("{}").TrackingAddress(Variables("OCTOPUSCL_MLFLOW_TRACKING_URI_S=http://other")).ShouldBe("http://other");
        Should.Throw<InvalidInputException>(() => Parse("{}").TrackingAddress(Variables("")));
        Should.Throw<InvalidInputException>(() => Parse("""{"datasets": "s3://b/p"}""").DatasetsAddress(Variables("")));
        Parse("""{"tracking": "home"}""").TrackingAddress(Variables("OCTOPUSCL_MLFLOW_TRACKING_URI_S=http://other")).ShouldBeNull();
        new ProjectEnvironment(EnvironmentKind.Development).TrackingAddress(Variables("")).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "environment.json")]
    [InlineData("[]", "environment.json")]
    [InlineData("{\"datasets\": \"a\"", "environment.json")]
    [InlineData("{\"datasets\": 1}", "environment.value")]
    [InlineData("{\"datasets\": \"\"}", "environment.value")]
    [InlineData("{\"dataset\": \"a\"}", "environment.key")]
    public void A_file_that_is_not_valid_is_refused_with_its_name(string json, string code)
    {
        var problem = Should.Throw<InvalidInputException>(() => Parse(json)).Diagnostics.ShouldHaveSingleItem();
        (problem.Code, problem.File).ShouldBe((code, "gyre.staging.json"));
    }

    private static ProjectEnvironment Of(string word) => new(ProjectEnvironment.ParseKind(word));

    private static ProjectEnvironment Parse(string json) =>
        ProjectEnvironment.Parse(EnvironmentKind.Staging, "gyre.staging.json", Encoding.UTF8.GetBytes(json));

    private static Func<string, string?> Variables(string text, Dictionary<string, string>? more = null)
    {
        var given = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('='))
            .Concat((more ?? []).Select(static pair => (string[])[pair.Key, pair.Value]))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return given.GetValueOrDefault;
    }
}
