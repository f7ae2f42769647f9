using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Execution.Layout;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision.Components;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>One attempt from its claim to its result, which the caller publishes.</summary>
internal sealed class AttemptRun(AttemptOrder order, AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, TimeProvider clock)
{
    private const string AskedToEnd = "The supervisor received a request to stop.";
    private readonly IProcessHost _host = ProcessHosts.Current;
    private StepOutput? _output;
    private readonly PrivateMounts? _mounts = WantsFixedFolders(order) ? PrivateMounts.Available : null;
    private StopCondition? _stopCondition;
    private readonly RestartInput _restart = new(order, folder, openBlobs, options);
    private LiveUpload? _live;
    private StepLoop? _loop;
    private ComponentRun? _component;

    /// <summary>Never throws for anything a step or an order can do; the result says it.</summary>
    public async Task<AttemptResult> RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        using var output = new StepOutput(order, folder, clock, OnPoint);
        using var live = new LiveUpload(folder, openBlobs, options, output.Warn);
        _output = output;
        _live = live;
        foreach (var warning in order.Warnings)
            output.Warn(warning);
        var end = await CarryOutAsync(output, cancellationToken);
        _component?.TakeReport();
        var (outputs, problem) = await CollectAsync(output);
        var yield = problem is null && end.Outcome == AttemptOutcome.Succeeded && _component is not null ? await YieldAsync(_component, outputs, output) : default;
        if ((problem ?? yield.Problem) is { } failure)
            end = end.Outcome == AttemptOutcome.Succeeded ? end with { Outcome = AttemptOutcome.Failed, Reason = failure } : end;
        RemoveWorkFolders(output);
        if (end.Outcome != AttemptOutcome.Lost)
            _restart.RemoveSources();
        CompleteLog(output, end);
        return new AttemptResult
        {
            Attempt = order.Attempt,
            Outcome = end.Outcome,
            ExitCode = end.ExitCode,
            Signal = end.Signal,
            Reason = end.Reason is null ? null : output.Mask(end.Reason),
            StartedAt = startedAt,
            EndedAt = clock.GetUtcNow(),
            Outputs = outputs,
            Results = yield.Yield?.Values ?? new MapValue([]),
            Artifacts = yield.Yield?.Artifacts ?? [],
            Metadata = output.Metadata.Latest,
            MetadataPoints = output.Metadata.Points,
            Warnings = [.. output.Warnings],
            FixedFoldersMissing = WantsFixedFolders(order) && _mounts is null,
            Usage = end.Usage,
        };
    }

    /// <summary>A component is told where everything lies and knows no fixed places.</summary>
    private static bool WantsFixedFolders(AttemptOrder order) => order is { FixedFolders: true, Component: null };

    private static void CompleteLog(StepOutput output, End end)
    {
        try
        {
            if (end.Reason is not null)
                output.Status($"{end.Outcome}: {end.Reason}");
            output.Complete();
        }
        catch (IOException exception)
        {
            output.WarnWithoutLog($"The end of the log could not be written: {exception.Message}");
        }
    }

    private async Task<End> CarryOutAsync(StepOutput output, CancellationToken cancellationToken)
    {
        try
        {
            if (File.Exists(folder.Cancel))
                return new End(AttemptOutcome.Cancelled) { Reason = CancelFile.Read(folder) };
            _stopCondition = StopCondition.Of(order);
            await LayOutUnlessCancelledAsync(output, cancellationToken);
            return await StartAsync(output, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return File.Exists(folder.Cancel)
                ? new End(AttemptOutcome.Cancelled) { Reason = CancelFile.Read(folder) }
                : new End(AttemptOutcome.Lost) { Reason = AskedToEnd };
        }
        catch (Exception exception) when (exception is LayoutException or LaunchException or IOException or UnauthorizedAccessException or InvalidInputException)
        {
            return new End(AttemptOutcome.Failed) { Reason = exception.Message };
        }
    }

    /// <summary>Fetching inputs may take long; a wish to cancel is seen meanwhile.</summary>
    private async Task LayOutUnlessCancelledAsync(StepOutput output, CancellationToken cancellationToken)
    {
        using var wish = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var interval = TimeSpan.FromMilliseconds(200);
        await using var timer = clock.CreateTimer(_ => CancelWhenWished(wish), null, interval, interval);
        await LayOutAsync(output, wish.Token);
        wish.Token.ThrowIfCancellationRequested();
    }

    private void CancelWhenWished(CancellationTokenSource wish)
    {
        if (File.Exists(folder.Cancel))
            wish.Cancel();
    }

    private SeenFolders Seen => _mounts is null ? SeenFolders.Real(folder) : FixedFolders.Seen;

    private async Task LayOutAsync(StepOutput output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Config);
        Directory.CreateDirectory(folder.Outputs);
        Directory.CreateDirectory(folder.Inputs);
        if (await CodeAsync(cancellationToken) is { } code)
            CopyRepository(code, output, cancellationToken);
        else
            Directory.CreateDirectory(folder.Repository);
        var inputs = await InputLayout.PlaceAsync(await _restart.AddedToAsync(output.Warn, cancellationToken), folder, openBlobs, cancellationToken);
        ConfigFiles.Write(order, folder, Seen, inputs);
        ServiceFiles.Write(order, folder, clock.GetUtcNow());
        if (order.Component is not { } component)
            return;
        _component = new ComponentRun(order, component, folder, openBlobs, options, output);
        await _component.LayOutAsync(cancellationToken);
    }

    private async Task<string?> CodeAsync(CancellationToken cancellationToken) => order.Code is { } code
        ? await new CodeFolders(order.Storage.Home, openBlobs).FindAsync(code, order.Attempt, cancellationToken)
        : order.Repository;

    private void CopyRepository(string repository, StepOutput output, CancellationToken cancellationToken)
    {
        var copy = new RepositoryCopy(repository, folder.Repository, order.Storage.Home, cancellationToken);
        copy.Run();
        foreach (var warning in copy.Warnings)
            output.Warn(warning);
    }

    private async Task<End> StartAsync(StepOutput output, CancellationToken cancellationToken)
    {
        var launcher = Launcher.Folder(options, order.Storage.Home);
        var script = new CommandScript(order, folder, StepEnvironment.For(order, Seen, launcher));
        var command = _component is null ? script.Build() : await _component.CommandAsync(changed => StepEnvironment.For(changed, Seen, launcher), cancellationToken);
        var spec = Confined(command) with { Cpus = CpuLimit.Of(order, _host.Cpus, output.Warn) };
        using var process = _host.Start(spec, AttemptProtocol.Marker(order.Attempt), options.OwnsProcess);
        // A component reads its own outputs again, so that none may be taken away while it runs.
        _loop = new StepLoop(process, order, folder, output, _component is null ? _live!.Look : () => { }, clock);
        using (cancellationToken.Register(() => _loop.RequestStop(new StopRequest(AttemptOutcome.Lost, AskedToEnd) { Interrupts = true })))
        {
            RecordGroup(process.Id);
            using var over = new CancellationTokenSource();
            var sampling = new SystemSampler(folder.System, folder.Root, options.SampleInterval, clock).RunAsync(over.Token);
            // A thread of its own: it waits in a system call for as long as the step runs.
            await Task.Factory.StartNew(_loop.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await over.CancelAsync();
            await sampling;
        }
        if (_loop.OutputFailure is { } problem)
            throw new IOException($"The log could not be written: {problem}");
        output.End();
        foreach (var failure in script.ReadFailures())
            output.Warn($"Command {failure.Number} exited with status {failure.Status}; the status of the last command decides.");
        script.Clean();
        if (_loop.LeftProcesses)
            output.Warn("Some processes of the step could not be stopped.");
        return Judge(process, _loop);
    }

    private LaunchSpec Confined(LaunchSpec spec)
    {
        if (_mounts is null)
            return spec;
        Directory.CreateDirectory(folder.ViewRoot);
        return _mounts.Wrap(spec, FixedFolders.Mounts(folder), Seen.Repository, folder.ViewRoot);
    }

    /// <summary>Not synced: after a power loss there is no group to end.</summary>
    private void RecordGroup(int process) =>
        File.WriteAllBytes(folder.Group, ExecutionJson.Write(new StepGroup(process, ProcessIdentity.Of(process)?.StartTime ?? 0)));

    private static End Judge(IStepProcess process, StepLoop loop)
    {
        var usage = new ResourceUsage
        {
            CpuSeconds = process.Usage.CpuSeconds,
            PeakMemoryInBytes = Math.Max(loop.PeakMemoryInBytes, process.Usage.PeakMemoryInBytes),
        };
        if (loop.Stop is { } stop)
            return new End(stop.Outcome) { Reason = stop.Reason, Usage = usage };
        return process.Status switch
        {
            (0, _) => new End(AttemptOutcome.Succeeded) { ExitCode = 0, Usage = usage },
            (int code, _) => new End(AttemptOutcome.Failed) { ExitCode = code, Reason = Words(code), Usage = usage },
            (_, var signal) => new End(AttemptOutcome.Failed)
            {
                Signal = signal,
                Reason = $"The command was killed by signal {signal}{SignalNames.Of(signal)}.",
                Usage = usage,
            },
        };
    }

    private static string Words(int code) => code switch
    {
        126 => "The command exited with code 126: a program could not be executed.",
        127 => "The command exited with code 127: a program was not found.",
        > 128 =>
            $"The command exited with code {code}: one of its programs was killed by signal {code - 128}{SignalNames.Of(code - 128)}.",
        _ => $"The command exited with code {code}.",
    };

    private async Task<(ImmutableArray<OutputFile> Outputs, string? Problem)> CollectAsync(StepOutput output)
    {
        try
        {
            var collector = new OutputCollector(folder.Outputs, options, output.Warn, hasSidecars: _component is null);
            // What was made is kept also when the attempt was cancelled, so that wish does not reach here.
            var files = await collector.CollectAsync(openBlobs, await _live!.CompleteAsync(), CancellationToken.None);
            return (files, collector.Exceeded);
        }
#pragma warning disable CA1031 // Stores fail in ways of their own; whatever it is, the attempt must end with a result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            output.Warn($"The outputs could not be stored: {exception.Message}");
            return ([], $"The outputs could not be stored: {exception.Message}");
        }
    }

    private static async Task<(ComponentYield? Yield, string? Problem)> YieldAsync(ComponentRun component, ImmutableArray<OutputFile> outputs, StepOutput output)
    {
        try
        {
            return (await component.YieldAsync(outputs, CancellationToken.None), null);
        }
        catch (ResultException exception)
        {
            return (null, exception.Message);
        }
#pragma warning disable CA1031 // As above: an artifact that lies elsewhere is stored here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            output.Warn($"The results could not be stored: {exception.Message}");
            return (null, $"The results could not be stored: {exception.Message}");
        }
    }

    private void RemoveWorkFolders(StepOutput output)
    {
        ServiceFiles.RemoveSecrets(folder);
        // Given up meanwhile: the outputs belong to whoever takes its place.
        var outputs = File.Exists(folder.Verdict) ? [] : new[] { folder.Outputs };
        foreach (var work in (ReadOnlySpan<string>)[folder.Repository, folder.Inputs, folder.Values, folder.Scratch, .. outputs, folder.ViewRoot])
        {
            try
            {
                WorkFolders.Remove(work);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                output.Warn($"'{work}' could not be removed: {exception.Message}");
            }
        }
    }

    /// <summary>Called on the loop's thread, from within the loop.</summary>
    private void OnPoint()
    {
        if (_output is { } output && _stopCondition is { } condition && condition.IsMet(output.Metadata.Find, output.Warn))
            _loop?.RequestStop(new StopRequest(AttemptOutcome.Succeeded, $"The stop condition is met: {condition}"));
    }

    /// <summary>What the result will say.</summary>
    private sealed record End(AttemptOutcome Outcome)
    {
        public int? ExitCode { get; init; }

        public int? Signal { get; init; }

        public string? Reason { get; init; }

        public ResourceUsage Usage { get; init; } = new();
    }
}
