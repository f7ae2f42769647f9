using Gyre.Server.Loops;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Forgets uploads in parts with which nobody goes on, while the server runs, so that their content can be collected.</summary>
internal sealed class ForgottenUploads(TrackingStore tracking, TimeProvider clock, ILogger<ForgottenUploads> logger) : PeriodicLook(clock, TimeSpan.FromHours(1))
{
    public override string Name => "forgotten-uploads";

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await tracking.Uploads.RemoveExpiredAsync(cancellationToken) is var removed and > 0)
            logger.UploadsForgotten(removed);
    }
}
