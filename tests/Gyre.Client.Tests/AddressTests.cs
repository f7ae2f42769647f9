using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>Where a tracker tracks, and as whom.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_environment_comes_before_the_argument_and_that_before_the_folder()
    {
        Location("http://argument:1", ("MLFLOW_TRACKING_URI", "http://environment:2/")).ShouldBe("http://environment:2");
        Location("http://argument:1/prefix/").ShouldBe("http://argument:1/prefix");
        Location(null, ("MLFLOW_TRACKING_URI", "")).ShouldBe(Path.GetFullPath("mlruns"));
        Location("some/folder").ShouldBe(Path.GetFullPath("some/folder"));
        Location("file:///tmp/with%20space").ShouldBe("/tmp/with space");
    }

    [Theory]
    [InlineData("sqlite:///x.db")]
    [InlineData("databricks://profile")]
    [InlineData("ftp://host")]
    [InlineData("file://host/share")]
    public void Other_schemes_are_refused_with_a_remedy(string uri) => Should.Throw<ArgumentException>(() => Location(uri)).Message.ShouldContain("http://");

    [Fact]
    public void A_password_in_a_refused_address_is_not_shown() =>
        Should.Throw<ArgumentException>(() => Location("postgresql://me:topsecret@host/db")).Message.ShouldNotContain("topsecret");

    [Fact]
    public void A_file_names_server_and_experiment()
    {
        File.WriteAllText(_folder.At("t.yaml"), "tracking_uri: runs\ndefault_experiment_name: 'from: file'\n");
        using var tracker = MlflowTracker.CreateFromFile(_folder.At("t.yaml"), FakeServer.Options(_server));
        tracker.Location.ShouldBe(_folder.At("runs"));
        using var run = tracker.StartRun();
        File.ReadAllText(_folder.At("runs", run.ExperimentId, "meta.yaml")).ShouldContain("name: 'from: file'");
        Should.Throw<FileNotFoundException>(() => MlflowTracker.CreateFromFile(_folder.At("none.yaml")));
        File.WriteAllText(_folder.At("bad.yaml"), "- a list\n");
        Should.Throw<TrackingException>(() => MlflowTracker.CreateFromFile(_folder.At("bad.yaml"))).Message.ShouldContain("bad.yaml:1:1");
    }

    [Fact]
    public void Credentials_come_from_the_environment_or_the_address_and_user_and_password_come_first()
    {
        Authorization(FakeServer.Address).ShouldBeNull();
        Authorization(FakeServer.Address, ("MLFLOW_TRACKING_TOKEN", "t")).ShouldBe("Bearer t");
        Authorization(FakeServer.Address, ("MLFLOW_TRACKING_TOKEN", "t"), ("MLFLOW_TRACKING_USERNAME", "u"), ("MLFLOW_TRACKING_PASSWORD", "p")).ShouldBe("Basic dTpw");
        Authorization("http://u:p@tracking.test:5000").ShouldBe("Basic dTpw");
    }

    [Fact]
    public void An_experiment_comes_from_the_call_then_the_environment_then_the_options()
    {
        Experiment("given", ("MLFLOW_EXPERIMENT_NAME", "env")).ShouldBe("given");
        Experiment(null, ("MLFLOW_EXPERIMENT_NAME", "env")).ShouldBe("env");
        Experiment(null).ShouldBe("option");
        Experiment(null, ("MLFLOW_EXPERIMENT_ID", "0")).ShouldBe("Default");
        Should.Throw<TrackingException>(() => Experiment(null, ("MLFLOW_EXPERIMENT_ID", "0"), ("MLFLOW_EXPERIMENT_NAME", "env"))).Message.ShouldContain("Set only one of them");
        Should.Throw<TrackingException>(() => Experiment(null, ("MLFLOW_EXPERIMENT_ID", "404"))).Message.ShouldContain("MLFLOW_EXPERIMENT_ID");
    }

    [Fact]
    public void The_first_run_goes_on_with_the_one_that_the_environment_names()
    {
        using var first = Tracker();
        var earlier = first.StartRun("earlier");
        earlier.End(TrackingStatus.Failed);
        using var tracker = Tracker(("MLFLOW_RUN_ID", earlier.RunId));
        var run = tracker.Start();
        run.RunId.ShouldBe(earlier.RunId);
        _server.Runs[run.RunId].Status.ShouldBe("RUNNING");
        tracker.StartRun("child", parent: run).RunId.ShouldNotBe(run.RunId);
        tracker.End();
        tracker.Start().RunId.ShouldNotBe(earlier.RunId);
        using var lost = Tracker(("MLFLOW_RUN_ID", "gone"));
        Should.Throw<TrackingException>(() => lost.Start()).Message.ShouldContain("MLFLOW_RUN_ID");
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MlflowTracker.Create("x", new TrackerOptions { QueueBytes = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => MlflowTracker.Create("x", new TrackerOptions { Senders = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => MlflowTracker.Create("x", new TrackerOptions { Linger = TimeSpan.FromSeconds(-1) }));
    }

    private static Func<string, string?> Variables((string Name, string Value)[] variables) => name => variables.FirstOrDefault(pair => pair.Name == name).Value;

    private MlflowTracker Tracker(params (string, string)[] variables) => MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server) with { Environment = Variables(variables) });

    private string Location(string? uri, params (string, string)[] variables)
    {
        using var tracker = MlflowTracker.Create(uri, FakeServer.Options(_server) with { Environment = Variables(variables) });
        return tracker.Location;
    }

    private string? Authorization(string uri, params (string, string)[] variables)
    {
        using var tracker = MlflowTracker.Create(uri, FakeServer.Options(_server) with { Environment = Variables(variables) });
        tracker.StartRun().End();
        return _server.Calls[^1].Authorization;
    }

    private string Experiment(string? given, params (string, string)[] variables)
    {
        using var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server) with { Environment = Variables(variables), DefaultExperiment = "option" });
        using var run = tracker.StartRun(experiment: given);
        return _server.Experiments.First(pair => pair.Value == run.ExperimentId).Key;
    }
}
