using Gyre.Execution;
using Gyre.Storage;

// A supervisor for tests, called like the real program: step --attempt FOLDER, or step --pool HOME.
var options = new SupervisorOptions
{
    OpenBlobs = (storage, cancellationToken) => GyreStore.OpenBlobsAsync(storage, TimeProvider.System, cancellationToken),
    IdleTimeout = TimeSpan.FromSeconds(30),
    Log = Console.Error.WriteLine,
};
using var end = new CancellationTokenSource();
using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    context =>
    {
        context.Cancel = true;
        end.Cancel();
    });
switch (args)
{
    case ["step", "--attempt", var folder]:
        var result = await Supervisor.RunAsync(new AttemptFolder(folder), options, TimeProvider.System, end.Token);
        return result is null ? 3 : 0;
    case ["step", "--pool", var home]:
        await Supervisor.RunPoolAsync(home, options, TimeProvider.System, end.Token);
        return 0;
    default:
        return 2;
}
