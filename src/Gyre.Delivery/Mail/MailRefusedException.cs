namespace Gyre.Delivery.Mail;

/// <summary>The server said no, or is not one that mail may be handed to.</summary>
/// <param name="status">Its number; null when there was none.</param>
/// <param name="what">For people; holds no secret and none of the server's words.</param>
internal sealed class MailRefusedException(int? status, string what) : Exception(what)
{
    public int? Status => status;

    /// <summary>A number from 500 on means that the same will not be taken later either.</summary>
    public bool CanRepeat => status is null or < 500;
}
