using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation;

/// <summary>
/// Triggers and notifications as a module. It gives <see cref="ITriggers"/>, <see cref="INotifications"/> and the
/// <see cref="AutomationService"/>.
/// </summary>
/// <param name="allowPrivateNotifications">Whether notifications may go to addresses of private networks.</param>
public sealed class AutomationModule(bool allowPrivateNotifications) : IEngineModule
{
    /// <inheritdoc/>
    public string Name => "automation";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => AutomationService.Migrations;

    /// <inheritdoc/>
    public IReadOnlyList<IRunListener> Listeners => [AutomationService.Listener];

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var automation = new AutomationService(parts.Store, parts.Get<IRunStarter>(), new AutomationOptions
        {
            Clock = parts.Clock,
            Language = parts.Find<ProjectLanguage>() ?? ProjectLanguage.Standard,
            Logs = parts.Logs,
            AllowPrivateNotifications = allowPrivateNotifications,
        });
        parts.Add(automation);
        parts.Add(automation.Triggers);
        parts.Add(automation.Notifications);
        return Task.FromResult<IOpenModule>(new Opened(automation));
    }

    private sealed class Opened(AutomationService automation) : IOpenModule
    {
        public IReadOnlyList<IBackgroundLoop> Loops => [automation.TriggerLoop];

        public ValueTask CloseAsync()
        {
            automation.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
