using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Tests.Hosting;

public sealed class AssemblyModelConformanceTests : HostedModelConformance
{
    private protected override ITrialModel Create(HostedPlace place) => HostedComponents.CreateModel(
        AssemblyComponentTests.Source(place, nameof(MeanModel)), HostedPlace.Block("my.Model"), place.Context);
}

public sealed class AssemblyComponentTests : IDisposable
{
    private readonly HostedPlace _place = new();

    [Fact]
    public void It_lives_in_a_context_of_its_own_which_goes_with_it()
    {
        var context = Load();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        context.IsAlive.ShouldBeFalse();
    }

    [Theory]
    [InlineData("nothing.dll#X", "There is no file 'nothing.dll' in the code folder.")]
    [InlineData("text.dll#X", "It cannot be loaded")]
    [InlineData("Gyre.Experiments.Tests.dll#No.Such", "There is no type 'No.Such'.")]
    [InlineData("Gyre.Experiments.Tests.dll#Gyre.Experiments.Tests.Hosting.AssemblyComponentTests", "does not implement Gyre.Experiments.ITrialModel")]
    [InlineData("Gyre.Experiments.Tests.dll#Gyre.Experiments.Tests.Hosting.FailingModel", "Its constructor failed: InvalidOperationException: no luck")]
    [InlineData("Gyre.Experiments.Tests.dll#Gyre.Experiments.Tests.Hosting.OddModel", "no public constructor")]
    public void What_cannot_be_made_is_refused(string source, string message)
    {
        Source(_place, nameof(MeanModel));
        File.WriteAllText(Path.Join(_place.Code, "text.dll"), "no assembly");
        Should.Throw<InvalidInputException>(() => HostedComponents.CreateModel(
            ComponentSource.Parse($"assembly: {source}"), HostedPlace.Block("my.Model"), _place.Context)).Message.ShouldContain(message);
    }

    public void Dispose() => _place.Dispose();

    /// <summary>This assembly stands for the user's.</summary>
    internal static ComponentSource Source(HostedPlace place, string type)
    {
        var own = typeof(MeanModel).Assembly.Location;
        File.Copy(own, Path.Join(place.Code, Path.GetFileName(own)), overwrite: true);
        return ComponentSource.Parse($"assembly: {Path.GetFileName(own)}#Gyre.Experiments.Tests.Hosting.{type}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Load()
    {
        var model = HostedComponents.CreateModel(Source(_place, nameof(MeanModel)), HostedPlace.Block("my.Model"), _place.Context);
        var context = AssemblyLoadContext.GetLoadContext(model.GetType().Assembly)!;
        context.ShouldNotBe(AssemblyLoadContext.Default);
        model.ShouldNotBeOfType<MeanModel>();
        return new WeakReference(context);
    }
}
