using Gyre.Architecture.Tests.Folders;

namespace Gyre.Architecture.Tests;

/// <summary>
/// Inside a module, arrows between folders go down. A module gets a row here with its folders from ground to roof and the types of its own folder that stand
/// above them all. An offence <c>A/TypeX -> B/TypeY</c> means that X must not know Y: move one of them, or turn the arrow with an interface.
/// </summary>
public sealed class FolderOrderTests
{
    private const string Root = FolderOrder.Root;

    private static readonly FolderOrder[] Orders =
    [
        new("Gyre.Storage", ["Platform", Root, "Secrets", "Blobs", "Relational"],
            ["GyreStore", "StoreCopy", "S3Objects", "StoreExpiry", "StoreProbe"]),
        new(
            "Gyre.Learning",
            ["Platform", "Vectors", "Tables", Root, "Numerics", "Splitting", "Continual", "Search", "Policies", "Trees", "Boosting",
                "OffPolicy", "Gates",
            "Drift", "Environments", "Agreement", "Detection", "Choosing", "Files", "Kinds",
                "./ChallengerComparison|ConfidentLearning|DawidSkene|EmbeddingFile|FarthestFirst|ItemChoice|LabelAgreement|LabelEvaluation|LearningCurve"
                + "|PairedTests|PersonFigures|Proportions|RegionComparison|RowSources|StoppingRules|Uncertainty",
                "Calls"],
            [
                "LearningComponents", "LearningJobs", "ModelFile", "ModelKinds", "MlpClassifier", "Policy", "PolicyFile", "SoftmaxRegression",
                "TreeParzenEstimator", "OffPolicyEvaluation", "PromotionGates", "MixtureTest", "ConfidenceSequence", "CanaryPlan", "DelayModel", "RewardJoin",
                "DriftDetector", "DriftTests", "BanditEnvironments", "RankingEnvironment", "RatingFile", "MatrixFactorization", "DecisionLogFile", "BanditJobs",
                "BanditLogs", "BanditSimulation", "BanditTexts", "ServedPolicy", "Splits", "ContinualLearner", "ContinualStream",
                    "ContinualRecorder", "ContinualRun", "RegressionStatistics", "LabelingCalls", "LabelingSimulation",
            ]),
        new(
            "Gyre.Tracking",
            [Root, "Formats", "Search", "Store", "Rules", "Artifacts", "Experiments", "Runs",
                "LoggedModels", "Registry", "Traces", "Ownership", "Webhooks", "Lineage",
                "Cleanup", "Formats/*", "Moves"],
            ["TrackingStore", "TrackingModule", "RunRecorder", "AliasLedger"]),
        new(
            "Gyre.Projects",
            [
                "Graphs", "Formats", "Formats/Yaml", Root, "Commands", "Sweeps", "Schedules", "Rules", "Formats/Kubeflow", "Formats/Kubeflow/Components", "./ComponentFile",
                "./ParameterValues", "Formats/ProjectFiles", "Formats/Valohai", "Formats/OctopusCL",
            ],
            ["ProjectFile", "PostedDocuments", "CommandBuilder", "SweepExpansion", "ExperimentPlans"]),
        new(
            "Gyre.Pipelines",
            [Root, "Machine", "Schema", "Variables", "Catalog", "Code", "Inputs", "Cache", "Running", "Cycles"],
            ["Engine", "PipelinesModule", "CatalogLedger", "CatalogDatasets", "CatalogDatasetList", "RunLedger", "ProjectCode",
                "StoredCode"]),
        new(
            "Gyre.Execution",
            ["Platform", Root, "Layout", "Formats", "./ComponentText", "Formats/*", "Supervision", "Reading", "Processes", "Queueing"],
            ["ProcessExecutor", "FolderExecutor", "Supervisor", "ExecutionModule", "AttemptContent", "AttemptFolders",
            "ExpiringFolders", "ServiceProcess"]),
        new(
            "Gyre.Client",
            ["Texts", Root, "Http", "Artifacts", "Sources", "Spooling", "Logging", "Ending", "./TrackingRun|RunServices|IModelLogger",
                "Formats", "Formats/*", "Pipelines", "Api", "Deciding"],
            ["MlflowTracker", "DecisionClient", "DecisionServices"]),
        new(
            "Gyre.Cli",
            [
                "./CliExitCodes", "Forms", "Repositories", "Logging", "Telemetry", "Homes", "Remote", Root, "Output", "Options", "Files",
                    "Runs",
                    "Cache", "Components", "Cycles", "Datasets", "Doctor", "Learn", "Labeling", "Deployments", "Bandit", "Simulation",
                "Tracking", "Models", "Formats", "Experiments", "Demo", "Moves", "Serving", "Tokens", "Triggers", "Variables", "Retention",
                "About", "Backups",
            ],
            ["CliApp", "SystemConsole"]),
        new("Gyre.Datasets",
            ["Schema", "Filters", Root, "Values", "Rows", "Checks", "Writing", "./DatasetFolder|DatasetExamples", "Queries", "Profiles",
                "Imports", "Documents", "Search", "Objects", "Repositories"],
            ["DatasetImport", "DatasetPlaces", "DatasetProfiles", "DatasetRepository", "DatasetSchemas", "DatasetSplits", "DatasetValues",
                "DatasetsModule", "DocumentLedger", "DocumentQueries", "DocumentStore"]),
        new("Gyre.Experiments",
            ["Setup", Root, "Features", "Transforms", "Drawing", "Evaluation", "Reporting", "Hosting", "./HostedComponents", "Components",
                "Steps", "Serving", "Graphs", "Progress", "Preparing"],
            ["ExperimentGraphs", "ExperimentPreparation", "ExperimentQueries", "ExperimentRecords", "ExperimentReports", "ExperimentSteps",
                "ExperimentTables", "ReportPage", "TrialModelFile"]),
        new("Gyre.Labeling", [Root, "Formats", "Formats/*"], ["LabelFormats"]),
        new("Gyre.Serving", [Root, "Schema", "Policies", "Models", "Routing", "Programs", "Predicting", "Rewards", "Decisions",
        "Analysis", "Watching"], ["ServingService", "ServingModule", "ProgramDescription"]),
        new("Gyre.Automation", [Root, "Triggers/Sources", "Triggers/Sources/*", "Triggers", "Notifications"],
            ["AutomationService", "AutomationModule"]),
        new(
            "Gyre.Server",
            [
                Root, "Store", "Http", "Security", "Security/*", "Streams", "Requests", "Loops", "Formats", "./StepCredentials", "./TokenStore", "./ServerServices", "Views",
                "Features", "Features/*", "Formats/*", "Hosting",
            ],
            ["GyreServer", "ServerModule"]),
        new("Gyre.Home", ["Exports", "Views", "Modules", "Nodes", Root], []),
    ];

    private static readonly FolderOrder Fixture =
        new("Gyre.Architecture.Tests.Fixture", ["Ground", Root, "Wings/*", "Roof"], ["Facade"]);

    public static TheoryData<string> Modules => [.. Orders.Select(order => order.Module)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Arrows_between_the_folders_of_a_module_go_down(string module) =>
        Orders.Single(order => order.Module == module).Offences(EdgesOf(module)).ShouldBeEmpty();

    [Fact]
    public void Every_way_to_know_a_type_above_is_seen() =>
        Fixture.Offences(EdgesOf("Gyre.Architecture.Tests")).Where(offence => offence.StartsWith("Ground/", StringComparison.Ordinal)).ShouldBe(
        [
            "Ground/ByArgument -> Roof/Palace",
            "Ground/ByAttribute -> Roof/CrestAttribute",
            "Ground/ByBase -> Roof/Palace",
            "Ground/ByCall -> Roof/Heights",
            "Ground/ByCatch -> Roof/Collapse",
            "Ground/ByConstraint`1 -> Roof/Palace",
            "Ground/ByField -> Roof/Palace",
            "Ground/ByGenericMethod -> Roof/Palace",
            "Ground/ByLambda -> Roof/Palace",
            "Ground/ByParentNamespace -> Roof/Heights",
            "Ground/ByStateMachine -> Roof/Palace",
            "Ground/ByTypeOf -> Roof/Palace",
        ]);

    [Fact]
    public void Folders_of_one_level_stand_in_no_circle_and_nothing_knows_the_facade() =>
        Fixture.Offences(EdgesOf("Gyre.Architecture.Tests")).Where(offence => !offence.StartsWith("Ground/", StringComparison.Ordinal)).ShouldBe(
        [
            "./Domain -> facade/Facade",
            "Wings/East/Guest -> Wings/West/Host (in a circle)",
            "Wings/West/Host -> Wings/East/Guest (in a circle)",
        ]);

    [Fact]
    public void A_folder_without_a_place_is_seen() =>
        (Fixture with { Folders = ["Ground", Root, "Roof"] }).Offences(EdgesOf("Gyre.Architecture.Tests"))
            .ShouldContain("Wings/East/Guest has no place in the order");

    [Fact]
    public void The_types_named_as_facades_are_there() => (
        from order in Orders
        let names = EdgesOf(order.Module).Where(edge => edge.From.Namespace == order.Module).Select(edge => edge.From.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal)
        from type in order.Facade
        where !names.Contains(type)
        select $"{order.Module}.{type}").ShouldBeEmpty();

    private static IReadOnlyCollection<TypeEdge> EdgesOf(string assembly) =>
        TypeEdges.Of(Path.Join(AppContext.BaseDirectory, (assembly == "Gyre.Cli" ? "gyre" : assembly) + ".dll"));
}
