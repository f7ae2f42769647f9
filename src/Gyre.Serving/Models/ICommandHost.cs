namespace Gyre.Serving.Models;

/// <summary>Runs programs of the user's.</summary>
internal interface ICommandHost
{
    /// <summary>
    /// Starts the replicas of a program; they go on until it is disposed. Returns when one is ready, or none will be soon.
    /// </summary>
    /// <param name="deployment">For people, in the log.</param>
    /// <param name="command">The program; checked.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started.</param>
    Task<IServedModel> StartAsync(string deployment, CommandModel command, CancellationToken cancellationToken);

    /// <summary>Starts one replica, sees whether it becomes ready, and ends it.</summary>
    /// <exception cref="Core.InvalidInputException">It does not.</exception>
    Task TryAsync(string deployment, CommandModel command, CancellationToken cancellationToken);
}
