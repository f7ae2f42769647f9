using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Home.Modules;

/// <summary>The algorithms as a module: they keep nothing and know no store, so they are made a module of here.</summary>
internal sealed class LearningModule : IModule
{
    public string Name => "learning";

    public IReadOnlyList<Component> Components => LearningComponents.All;
}
