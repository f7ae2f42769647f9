// Generated from openapi.json by "npm run api". Do not edit.
export interface paths {
    "/api/v1/artifacts/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an artifact by digest ('sha256:' and 64 hexadecimal digits); supports ranges and If-None-Match */
        get: operations["GetArtifact"];
        /** Upload content by its digest, which is checked; content that is there already is left as it is */
        put: operations["PutArtifact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/artifacts/missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out which contents must be uploaded */
        post: operations["FindMissing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List cache entries, newest first */
        get: operations["ListCache"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cache/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete the cache entries of a pipeline, or all; artifacts are kept */
        post: operations["ClearCache"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cache/invalidate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete the cache entries of a node and of all nodes downstream; artifacts are kept */
        post: operations["InvalidateCache"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List aliases of files */
        get: operations["ListAliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/aliases/{project}/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what an alias of a project pointed to, newest first */
        get: operations["GetAliasHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the components that come with the program */
        get: operations["ListComponents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cycles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List cycles, newest first */
        get: operations["ListCycles"];
        put?: never;
        /** Start a cycle that a project declares */
        post: operations["StartCycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cycles/{cycle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a cycle and its turns */
        get: operations["GetCycle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cycles/{cycle}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a stopped cycle */
        post: operations["ResumeCycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cycles/{cycle}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a cycle: cancel the current turn and start no more */
        post: operations["StopCycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List datasets with their newest versions, by project and name */
        get: operations["ListDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare two versions: files, schema and examples */
        get: operations["GetDatasetDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say how far the values of two versions lie apart, element by element */
        get: operations["GetDatasetDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let a tag point to a version; it is moved there when it is on another */
        put: operations["TagDatasetVersion"];
        post?: never;
        /** Remove a tag */
        delete: operations["UntagDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a dataset, newest first */
        get: operations["ListDatasetVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a version by its name, by a tag, or the newest as 'latest' */
        get: operations["GetDatasetVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why an example does not match a query */
        post: operations["ExplainDatasetQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the files of a version with their digests, by path */
        get: operations["ListDatasetFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an image that examples refer to, of at most 16 MiB */
        get: operations["GetDatasetImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what the examples of a version hold, element by element */
        get: operations["GetDatasetProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find examples by a query: docs/reference/queries.md */
        post: operations["QueryDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List examples of a version in the order of their rows; long texts and lists are cut */
        get: operations["ListDatasetRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{project}/{dataset}/versions/{version}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the schema of a version */
        get: operations["GetDatasetSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deployments by name */
        get: operations["ListDeployments"];
        put?: never;
        /** Add a version to a deployment, or create the deployment */
        post: operations["Deploy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a deployment */
        get: operations["GetDeployment"];
        put?: never;
        post?: never;
        /** Delete a deployment with its versions, decisions and rewards */
        delete: operations["DeleteDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count where all decisions and rewards of a deployment are */
        get: operations["GetDecisionBooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose an arm */
        post: operations["Decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/decide/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose an arm for each of several requests, all or none */
        post: operations["DecideBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List decisions, newest first */
        get: operations["ListDecisions"];
        put?: never;
        /** Log decisions that a program made by itself with a version of the deployment, all or none */
        post: operations["RecordDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/decisions/{decision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a decision and its rewards */
        get: operations["GetDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Estimate from the logged decisions what versions would have earned */
        post: operations["EvaluateVersions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the dataset versions that were made from the log, newest first */
        get: operations["ListDecisionExports"];
        put?: never;
        /** Keep decisions with their final rewards as a version of a dataset */
        post: operations["ExportDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get rewards, arms, versions and propensities over a time, of at most the newest 100,000 decisions */
        get: operations["GetDecisionFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get decisions with their final rewards, as they are at one moment, as a log to train on, oldest first */
        get: operations["GetDecisionLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the policy file of a version */
        get: operations["GetDeploymentPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a model; a deployment of policies decides for each instance */
        post: operations["Predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a deployment serves, what it takes and gives, and how its versions answered in this server */
        get: operations["GetPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a version the champion; the alias of its model follows */
        post: operations["PromoteVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/reward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report what a decision brought */
        post: operations["Reward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/reward/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report what several decisions brought, all or none */
        post: operations["RewardMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to the champion before the last promotion */
        post: operations["RollBackDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change canaries, shadows or settings */
        put: operations["ConfigureDeployment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a deployment and the changes of what it serves, newest first */
        get: operations["ListDeploymentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stream all events; Last-Event-ID resumes the stream */
        get: operations["StreamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of experiment plans, newest first */
        get: operations["ListExperimentPlanRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how a run of an experiment stands, trial by trial, and what was run */
        get: operations["GetExperimentPlanRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans/{run}/curves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a learning curve of all trials on a dataset */
        get: operations["GetExperimentPlanCurve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans/{run}/matrices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the matrices of continual learning on a dataset: model after experience i, test set j */
        get: operations["GetExperimentPlanMatrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans/{run}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the report: an HTML page without scripts, or Markdown */
        get: operations["GetExperimentPlanReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiment-plans/{run}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the results by now: trials by metrics for each dataset, with significance */
        get: operations["GetExperimentPlanResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/alias-moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List moves and removals of a model's aliases, newest first */
        get: operations["ListAliasMoves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Move an alias of a registered model to a version, with a reason */
        put: operations["MoveModelAlias"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List notifications: those created over the API and those declared in project files */
        get: operations["ListNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or replace a notification */
        put: operations["PutNotification"];
        post?: never;
        /** Delete a notification created over the API, including undelivered messages */
        delete: operations["DeleteNotification"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message now */
        post: operations["TestNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List undelivered messages (pending or failed), newest first */
        get: operations["ListDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retry an undelivered message now */
        post: operations["RetryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List registered projects */
        get: operations["ListProjects"];
        put?: never;
        /** Register a folder on the server as a project; its project file must be valid */
        post: operations["RegisterProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a project as its file declares it now */
        get: operations["GetProject"];
        put?: never;
        post?: never;
        /** Unregister a project; its folder and runs are kept */
        delete: operations["RemoveProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List runs, newest first unless ordered otherwise */
        get: operations["ListRuns"];
        put?: never;
        /** Start a run */
        post: operations["StartRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run; with nodes=true, including all its nodes */
        get: operations["GetRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a node that is waiting for external input */
        post: operations["AnswerNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/approvals/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject a node that is waiting for approval */
        post: operations["DecideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/archive/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get all output files of a node run as one zip archive */
        get: operations["GetArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/attempts/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the attempts of a node run */
        get: operations["ListAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/cache/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain why a node run was or was not a cache hit */
        get: operations["ExplainCache"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a run */
        post: operations["CancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stream the events of a run until it ends; Last-Event-ID resumes the stream */
        get: operations["StreamRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the node runs of a run and the edges between them */
        get: operations["GetGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/logs/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the log of a node run: the last lines as text, or with 'Accept: text/event-stream' the whole log, live; Last-Event-ID resumes the stream */
        get: operations["GetLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the node runs of a run */
        get: operations["ListNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/nodes/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a node run */
        get: operations["GetNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/outputs/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an output file of a node run */
        get: operations["GetOutput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the typed outputs of a run */
        get: operations["GetRunResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a failed or cancelled run; finished nodes are kept */
        post: operations["ResumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show what a run would do, and why, without starting it */
        post: operations["PlanRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find out who is signed in */
        get: operations["GetSession"];
        put?: never;
        /** Sign in with a token; the response sets a cookie for this browser */
        post: operations["SignIn"];
        /** Sign out */
        delete: operations["SignOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List browsers that are signed in */
        get: operations["ListSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a browser out */
        delete: operations["EndSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the sizes of the stores and what a collection would free; lists all content, so it can take a while */
        get: operations["GetStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tokens without their secrets */
        get: operations["ListTokens"];
        put?: never;
        /** Create a token; the response contains its secret, which is shown only once */
        post: operations["CreateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token immediately */
        delete: operations["RevokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare params and metrics of runs side by side */
        post: operations["CompareTrackingRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/histories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get the histories of one metric of many runs, downsampled for display */
        post: operations["GetMetricHistories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/lineage/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the lineage of a 'run', 'logged-model', 'model-version' (NAME/VERSION), 'dataset' (digest), 'pipeline-run', 'node-run' (RUN/PATH) or 'artifact' (digest): its sources and results */
        get: operations["GetLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a tracking run */
        get: operations["GetTrackingRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/runs/{id}/keep-alive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a heartbeat for a running run; if the next one does not arrive in time, the run is ended as killed */
        post: operations["KeepTrackingRunAlive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/runs/{id}/metrics/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the history of a metric, downsampled for display */
        get: operations["GetMetricHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/runs/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stream a tracking run until it ends: its state as 'run' events, its current metrics as 'metrics' events */
        get: operations["StreamTrackingRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/runs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search tracking runs with a filter that may use OR, NOT and parentheses */
        post: operations["SearchTrackingRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List triggers by project and name */
        get: operations["ListTriggers"];
        /** Register the triggers of a project as its file declares them */
        put: operations["RegisterTriggers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a trigger and its last firings */
        get: operations["GetTrigger"];
        put?: never;
        post?: never;
        /** Delete a trigger; its runs are kept */
        delete: operations["RemoveTrigger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable a trigger */
        post: operations["DisableTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a trigger, including a suspended one */
        post: operations["EnableTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}/fire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fire a trigger now */
        post: operations["FireTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}/hook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fire a webhook trigger; the request must be signed */
        post: operations["ReceiveHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/triggers/{trigger}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show when a trigger would have fired */
        get: operations["TestTrigger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List variables of projects; values of secrets are left out */
        get: operations["ListVariables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/variables/{project}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a variable of a project; the value of a secret is never shown again */
        put: operations["PutVariable"];
        post?: never;
        /** Remove a variable of a project */
        delete: operations["DeleteVariable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health check: 200 if the server is healthy, 503 if not */
        get: operations["GetHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the Prometheus text format */
        get: operations["GetMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A metric that speaks for the move of an alias, as it was when the alias was moved. */
        AliasEvidenceInfo: {
            /**
             * Format: double
             * @description Its value for the version that the alias came from; null or absent when there is none.
             */
            before?: null | number;
            /** @description Its key, 1 to 250 characters. */
            metric: string;
            /**
             * Format: double
             * @description Its value for the version that the alias came to.
             */
            value: number;
        };
        /** @description A move of an alias that was made. */
        AliasMoveInfo: {
            /** @description The alias. */
            alias: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who moved it: the name of the token; null when that is not known. */
            by?: null | string;
            /** @description Metrics that speak for it. */
            evidence: components["schemas"]["AliasEvidenceInfo"][];
            /**
             * Format: int64
             * @description The version it came from; null when it pointed to none.
             */
            from_version?: null | number;
            /** @description Why; null for moves by clients that give no reason. */
            reason?: null | string;
            /**
             * Format: int64
             * @description The version it came to; null when it was removed.
             */
            to_version?: null | number;
        };
        /** @description Moves and removals of a model's aliases. */
        AliasMoveList: {
            /** @description The newest first. */
            moves: components["schemas"]["AliasMoveInfo"][];
        };
        /** @description An answer that was kept. */
        AnswerInfo: {
            /** @description Who answered. */
            by: string;
            /** @description The key that was answered. */
            key: string;
        };
        /** @description An answer to a node that waits. */
        AnswerRequest: {
            /** @description The answer: an object in the words of the node's kind. */
            document?: components["schemas"]["Value"];
            /** @description The key under which the node waits. */
            key: string;
        };
        /**
         * @description When a deployment decides by itself: when its champion would have brought a share of the rewards of the callers' choices at least.
         *     What is null or absent in a request has its default.
         */
        ApprenticeInfo: {
            /**
             * Format: int32
             * @description Of how many decisions, the newest with a final reward; 1 to 100,000. Default 1,000.
             */
            min_decisions?: null | number;
            /**
             * Format: double
             * @description The share; above 0, at most 1. Default 0.8.
             */
            share?: null | number;
        };
        /** @description A person's answer to a node that waits for one. */
        ApprovalAnswer: {
            /** @description True lets the run go on. */
            approved: boolean;
            /** @description For people. */
            comment?: null | string;
        };
        /** @description An arm. */
        ArmFiguresInfo: {
            /** @description Its name; null for all that have no place of their own. */
            arm?: null | string;
            /**
             * Format: int64
             * @description How often it was chosen.
             */
            decisions: number;
            /**
             * Format: double
             * @description Upper end of its interval; null below two.
             */
            high?: null | number;
            /**
             * Format: double
             * @description Lower end of its interval; null below two.
             */
            low?: null | number;
            /**
             * Format: double
             * @description What always choosing it would have earned, by self-normalised inverse propensity scoring; null where nothing is known.
             */
            reward?: null | number;
            /** @description The same per bucket. */
            shares: number[];
        };
        /** @description A file and its content's digest. */
        ArtifactInfo: {
            /** @description Its content; `/api/v1/artifacts/DIGEST` gives the bytes. */
            digest: components["schemas"]["Digest"];
            metadata?: null | components["schemas"]["Value"];
            /** @description Path under the input or the outputs. */
            path: string;
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
            /** @description Where it came from, as the step saw it; absent for outputs. */
            uri?: null | string;
        };
        /** Format: uuid */
        AttemptId: string;
        /** @description A try of a node run. */
        AttemptInfo: {
            /** @description Its id. */
            attempt_id: components["schemas"]["AttemptId"];
            /**
             * Format: date-time
             * @description When the next one or the end of the node run was decided; null while it runs.
             */
            ended_at?: null | string;
            /**
             * Format: int32
             * @description Exit code of its command; null when it did not end by itself, or ended before exit codes were recorded.
             */
            exit_code?: null | number;
            /**
             * Format: int64
             * @description From 1; a lost one and the one that replaced it have the same.
             */
            number: number;
            /** @description Why it was not the last one, or why the node run ended as it did; null when there is nothing to say. */
            reason?: null | string;
            /**
             * Format: int32
             * @description Number of the signal that killed its command; null when none did.
             */
            signal?: null | number;
            /**
             * Format: date-time
             * @description When it was started.
             */
            started_at: string;
            /** @description `running`, `replaced` by a later one, or how the node run ended. */
            state: string;
        };
        /** @description Tries of a node run. */
        AttemptList: {
            /** @description In order. */
            attempts: components["schemas"]["AttemptInfo"][];
        };
        /** @description A browser that is signed in. */
        BrowserSessionInfo: {
            /**
             * Format: date-time
             * @description When it was signed in.
             */
            created_at: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description Its id. */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to within five minutes.
             */
            last_used_at: string;
            /** @description Name of the token it was signed in with. */
            token_name: string;
        };
        /** @description Sessions that are good now, the last used first. */
        BrowserSessionList: {
            /** @description The sessions. */
            sessions: components["schemas"]["BrowserSessionInfo"][];
        };
        /** @description What was forgotten. */
        CacheCleared: {
            /**
             * Format: int32
             * @description How many entries.
             */
            removed: number;
        };
        /** @description A part of a key that differs. */
        CacheDifferenceInfo: {
            /** @description In the earlier run, or null. */
            before?: null | string;
            /** @description Of code: what changed in which files and lines, as `train.py changed: lines 3-9`; absent otherwise. */
            detail?: null | string;
            /** @description Now, or null. */
            now?: null | string;
            /** @description Which part. */
            part: string;
        };
        /** @description An entry of the cache. */
        CacheEntryInfo: {
            /** @description Its attempt. */
            attempt_id: components["schemas"]["AttemptId"];
            /**
             * Format: date-time
             * @description When it was filled.
             */
            created_at: string;
            /**
             * Format: int32
             * @description How often it was taken.
             */
            hits: number;
            /** @description The key. */
            key: components["schemas"]["Digest"];
            /**
             * Format: date-time
             * @description When it was last taken; null for never.
             */
            last_hit_at?: null | string;
            /** @description Path of the node run that filled it. */
            name: string;
            /** @description Name of the pipeline. */
            pipeline: string;
            /** @description Its run. */
            run_id: components["schemas"]["RunId"];
            /**
             * Format: int64
             * @description Size of its outputs in bytes; content that occurs more than once counts once.
             */
            size: number;
        };
        /** @description Entries of the cache, newest first. */
        CacheEntryList: {
            /** @description The entries. */
            entries: components["schemas"]["CacheEntryInfo"][];
        };
        /** @description Why a node run was, or was not, answered from the cache. */
        CacheExplanationInfo: {
            /** @description As in string NodeInfo.Cache. */
            cache: string;
            /** @description Parts of the key that differ; secrets by name only. */
            differences: components["schemas"]["CacheDifferenceInfo"][];
            key?: null | components["schemas"]["Digest"];
            /** @description The node run's path. */
            name: string;
            nearest_run_id?: null | components["schemas"]["RunId"];
            /** @description In a sentence. */
            summary: string;
        };
        /** @description What was forgotten from a node down, or would be. */
        CacheInvalidated: {
            /** @description Whether nothing was forgotten. */
            dry_run: boolean;
            /** @description The entries. */
            entries: components["schemas"]["CacheEntryInfo"][];
            /** @description The nodes, in the order of the file. */
            nodes: string[];
            /** @description The pipeline. */
            pipeline: string;
        };
        /** @description A version that gets a share of the decisions. */
        CanaryInfo: {
            /**
             * Format: double
             * @description Its share; above 0, and below 1 together with the others.
             */
            share: number;
            /**
             * Format: int64
             * @description The version.
             */
            version: number;
        };
        /** @description When a canary is taken out or promoted by its rewards. What is null or absent in a request has its default. */
        CanaryRuleInfo: {
            /**
             * Format: double
             * @description Share that a champion keeps when another takes its place, so that it can be rolled back. Default 0.
             */
            hold_back?: null | number;
            /**
             * Format: double
             * @description Level of the bounds. Default 0.95.
             */
            level?: null | number;
            /**
             * Format: double
             * @description Loss per decision that is tolerated. Default 0.
             */
            margin?: null | number;
            /**
             * Format: int64
             * @description Decisions of champion and canary together after which the canary ends. Default 100,000.
             */
            max_decisions?: null | number;
            /** @description Whether a canary that is not worse by more than the margin becomes the champion. Default false. */
            promote?: null | boolean;
        };
        /** @description Asks for an end. */
        CancelRequest: {
            /** @description Why, for people. Default: "Cancelled over the API." */
            reason?: null | string;
        };
        /** @description A file that a node run left behind. */
        CatalogFileInfo: {
            /** @description Its content. */
            digest: components["schemas"]["Digest"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description The node run's path. */
            node: string;
            /** @description Path under the outputs of its node run. */
            path: string;
            /** @description The run. */
            run_id: components["schemas"]["RunId"];
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        /** @description Which entries to forget. */
        ClearCacheRequest: {
            /** @description Only of this pipeline; null for all. */
            pipeline?: null | string;
        };
        /** @description Code in the artifact store: a tree of files, as `gyre run --server` uploads it. */
        CodeRequest: {
            /** @description The commit the code is from, 40 hexadecimal digits; null when it is not known. */
            commit?: null | string;
            /** @description Whether files differ from the commit. Default false. */
            dirty?: null | boolean;
            /** @description Path of the project file in the tree; null for one of the usual names at its root. */
            file?: null | string;
            /** @description Name of the project. */
            project_name: string;
            /** @description Branch, tag or text by which the commit was asked for, or null. */
            reference?: null | string;
            /** @description Digest of the tree. */
            tree: components["schemas"]["Digest"];
        };
        /** @description How far the values of an element have moved. */
        ColumnDriftInfo: {
            /**
             * Format: double
             * @description What 95 of 100 such indexes stay below without drift; null as the verdict.
             */
            chance?: null | number;
            /** @description Why values cannot be compared: `added removed retyped emptied no-reference`, or `none`. */
            change: string;
            /**
             * Format: double
             * @description The largest distance of the distribution functions, in [0, 1]; null for labels.
             */
            ks?: null | number;
            /**
             * Format: double
             * @description Share of cells without a value now, in [0, 1]; null for an element that is gone.
             */
            missing_after?: null | number;
            /**
             * Format: double
             * @description Share of cells without a value before, in [0, 1]; null for a new element.
             */
            missing_before?: null | number;
            /** @description Name of the element. */
            name: string;
            /** @description Labels or kinds of files that are new, at most 100. */
            new_values: string[];
            /**
             * Format: double
             * @description The population stability index, in nats; null as the verdict.
             */
            psi?: null | number;
            /** @description Labels or kinds of files that are gone, at most 100. */
            vanished_values: string[];
            /** @description `stable moderate large`; null when values cannot be compared. */
            verdict?: null | string;
        };
        /** @description What the examples hold for an element. */
        ColumnProfileInfo: {
            /**
             * Format: int64
             * @description Distinct values.
             */
            distinct: number;
            /** @description Whether that is exact, or estimated with a standard error of 1.6 %. */
            distinct_exact: boolean;
            /** @description Kinds of files, the most frequent first. */
            file_kinds: components["schemas"]["FileKindInfo"][];
            /**
             * Format: int64
             * @description Cells with something that is not valid.
             */
            invalid: number;
            /**
             * Format: int64
             * @description Cells without one.
             */
            missing: number;
            /** @description `unordered ordered time_series`; null for a single value. */
            multi_value?: null | string;
            /** @description Name of the element. */
            name: string;
            /**
             * Format: int64
             * @description Numbers that are NaN or infinite.
             */
            not_finite: number;
            /**
             * Format: int64
             * @description Cells that say null.
             */
            nulls: number;
            numbers?: null | components["schemas"]["NumberProfileInfo"];
            /**
             * Format: int64
             * @description Values that are none of these.
             */
            others: number;
            /** @description `input output metadata`. */
            role: string;
            /** @description The most frequent values, at most 100. */
            top: components["schemas"]["ValueCountInfo"][];
            /** @description As schemas write it: `image_file`. */
            type: string;
            /**
             * Format: int64
             * @description Cells with a valid value.
             */
            values: number;
        };
        /** @description A file of a program. */
        CommandFileInfo: {
            /** @description Its content. */
            digest: components["schemas"]["Digest"];
            /** @description Whether it may be run. */
            executable?: boolean;
            /** @description Where, relative to its folder. */
            path: string;
        };
        /** @description A program that answers over HTTP on the server's machine. What is null or absent has its default. */
        CommandInfo: {
            /**
             * Format: double
             * @description How long it may take to answer. Default 60.
             */
            answer_seconds?: null | number;
            /**
             * @description Lines for the shell; the first that fails ends it. `{port}` is where it listens, and so are the variables `PORT` and
             *     `AIP_HTTP_PORT`.
             */
            commands: string[];
            /** @description Further variables. */
            environment?: null | {
                [key: string]: string;
            };
            /** @description Files in its folder. */
            files?: null | components["schemas"]["CommandFileInfo"][];
            /** @description Where it says that it is ready. Default `/`. */
            health_path?: null | string;
            /**
             * Format: int32
             * @description A port that the lines name; it is replaced by that of the replica.
             */
            port?: null | number;
            /** @description Where it takes requests for predictions. Default `/predict`. */
            predict_path?: null | string;
            /**
             * Format: int32
             * @description How many run, 1 to 16. Default 1.
             */
            replicas?: null | number;
            /**
             * Format: double
             * @description How long it may take until it is ready. Default 120.
             */
            start_seconds?: null | number;
            warm_up?: null | components["schemas"]["Value"];
        };
        /** @description A param or metric of all compared runs. */
        ComparedRow: {
            /** @description Whether not all runs have the same value; to have none is a difference. */
            differs: boolean;
            /** @description Its name. */
            key: string;
            /** @description One for each run, null where it has none. */
            values: unknown[];
        };
        /** @description A run at the head of a comparison. */
        ComparedRun: {
            /** Format: int64 */
            end_time: null | number;
            /** Format: int64 */
            experiment: number;
            name: string;
            run_id: string;
            /** Format: int64 */
            start_time: number;
            status: string;
        };
        /** @description Runs side by side. */
        CompareInfo: {
            /** @description Present values of metrics, by key. */
            metrics: components["schemas"]["ComparedRow"][];
            /** @description Ids that are not known. */
            missing: string[];
            /** @description Params, by key. */
            params: components["schemas"]["ComparedRow"][];
            /** @description The runs that are there, in the order of the request; values stand in this order. */
            runs: components["schemas"]["ComparedRun"][];
        };
        /** @description Asks to put runs side by side. */
        CompareRequest: {
            /** @description True: only rows in which the runs differ. */
            only_different?: null | boolean;
            /** @description 1 to 1,000 ids. */
            run_ids: string[];
        };
        /** @description A program with typed inputs and outputs that a step runs with `uses:`. */
        ComponentInfo: {
            /** @description For people, or null. */
            description?: null | string;
            /** @description What it takes. */
            inputs: components["schemas"]["ComponentInputInfo"][];
            /** @description The name after `uses:`. */
            name: string;
            /** @description What it gives. */
            outputs: components["schemas"]["ComponentOutputInfo"][];
        };
        /** @description An input of a component. */
        ComponentInputInfo: {
            /** @description Whether it is an artifact, not a value. */
            artifact: boolean;
            default?: null | components["schemas"]["Value"];
            /** @description For people, or null. */
            description?: null | string;
            /** @description Its name. */
            name: string;
            /** @description Whether it can be left out. */
            optional: boolean;
            /** @description Type of the value, or title of the artifact. */
            type: string;
        };
        /** @description Components. */
        ComponentList: {
            /** @description By name. */
            components: components["schemas"]["ComponentInfo"][];
        };
        /** @description An output of a component. */
        ComponentOutputInfo: {
            /** @description Whether it is an artifact, not a value. */
            artifact: boolean;
            /** @description For people, or null. */
            description: null | string;
            /** @description Its name. */
            name: string;
            /** @description Type of the value, or title of the artifact. */
            type: string;
        };
        /** @description How much of a run runs at once. */
        ConcurrencyRequest: {
            /**
             * Format: int32
             * @description Executions at once, from 1; null for no limit.
             */
            jobs?: null | number;
            /** @description Sizes of pools by name; null for none. */
            pools?: null | {
                [key: string]: number;
            };
        };
        /** @description Changes canaries, shadows or settings. What is null or absent stays. */
        ConfigureDeploymentRequest: {
            /** @description All canaries, at most 16. */
            canaries?: null | components["schemas"]["CanaryInfo"][];
            /** @description Why, in at most 2,000 characters. */
            reason?: null | string;
            settings?: null | components["schemas"]["DeploymentSettingsInfo"];
            /** @description All shadows, at most 16. */
            shadows?: null | number[];
        };
        /** @description Asks for a token. */
        CreateTokenRequest: {
            /**
             * Format: int32
             * @description Ends after so many days, 1 to 3650; null for until it is revoked.
             */
            days?: null | number;
            /** @description For people; 1 to 100 characters. */
            name: string;
            /** @description `admin` or `read`; null or absent: `admin`. */
            scope?: null | string;
        };
        /** Format: uuid */
        CycleId: string;
        /** @description A cycle. */
        CycleInfo: {
            /**
             * Format: int32
             * @description Number of the best turn, from 1, or null.
             */
            best_turn?: null | number;
            /**
             * @description Whether steps make it by starting the next turn themselves, instead of a declaration in the project; absent when they do
             *                 not.
             */
            by_hand?: boolean;
            /**
             * Format: date-time
             * @description When the first turn was accepted.
             */
            created_at: string;
            /** @description Its id. */
            cycle_id: components["schemas"]["CycleId"];
            /** @description Whether an engine executes the turn under way; false when its engine is gone. Absent when no turn is under way. */
            driven?: null | boolean;
            /**
             * Format: date-time
             * @description When it ended; null while it goes on.
             */
            ended_at?: null | string;
            /**
             * Format: int32
             * @description The most turns.
             */
            max_iterations: number;
            /** @description The declared name. */
            name: string;
            objective?: null | components["schemas"]["ObjectiveInfo"];
            /** @description Name of the pipeline. */
            pipeline: string;
            /** @description How the turns went, in order; absent when nobody asked. */
            progress?: null | components["schemas"]["TurnProgress"][];
            /** @description Name of the project. */
            project: string;
            /** @description How to go on with a cycle that no engine executes; absent otherwise. */
            remedy?: null | string;
            /**
             * Format: double
             * @description From its first acceptance to its end, rounded to milliseconds; null while it goes on.
             */
            seconds?: null | number;
            /** @description `running stopped`. */
            state: string;
            /** @description The stop reason in words, or null. */
            stop_detail?: null | string;
            /** @description `condition max-iterations budget no-gain error cancelled refused`; null while it goes on. */
            stop_reason?: null | string;
            /** @description Turns in order; empty in lists. */
            turns: components["schemas"]["TurnInfo"][];
        };
        /** @description Cycles, newest first. */
        CycleList: {
            /** @description Without their turns. */
            cycles: components["schemas"]["CycleInfo"][];
        };
        /** @description What differs between two versions of a dataset. */
        DatasetDiffInfo: {
            examples?: null | components["schemas"]["DatasetExampleDiffInfo"];
            /** @description What differs in the files. */
            files: components["schemas"]["DatasetFileDiffInfo"];
            /** @description The version that is compared with. */
            from: components["schemas"]["DatasetVersionInfo"];
            /** @description Whether both hold the same files. */
            same: boolean;
            schema?: null | components["schemas"]["DatasetSchemaDiffInfo"];
            /** @description The version that is compared. */
            to: components["schemas"]["DatasetVersionInfo"];
            /** @description Why there are no differences of schema or examples; null when there are. */
            unreadable?: null | string;
        };
        /** @description How far the values of a version have moved from those of another. */
        DatasetDriftInfo: {
            /** @description In the order of the first, then what is new in the second. */
            columns: components["schemas"]["ColumnDriftInfo"][];
            /** @description The version that is compared with. */
            from: string;
            /** @description The version that is compared. */
            to: string;
        };
        /** @description A difference in an element. */
        DatasetElementChangeInfo: {
            /** @description Its name. */
            element: string;
            /** @description What the first says. */
            from: string;
            /** @description What differs: `role type required nullable multi_value num_classes`. */
            property: string;
            /** @description What the second says. */
            to: string;
        };
        /** @description What is known of an element without reading the schema. */
        DatasetElementFactInfo: {
            /** @description Its name. */
            name: string;
            /** @description `input output metadata`. */
            role: string;
            /** @description As schemas write it: `image_file`. */
            type: string;
        };
        /** @description A field of examples. */
        DatasetElementInfo: {
            /** @description For people; null for none. */
            description?: null | string;
            /** @description `unordered ordered time_series`; null for a single value. */
            multi_value?: null | string;
            /** @description Its name, which is that of its column. */
            name: string;
            /** @description Whether the value may be null. */
            nullable: boolean;
            /**
             * Format: int32
             * @description Of an output: how many classes it has; null when the schema does not say.
             */
            num_classes?: null | number;
            /** @description Whether every example must have a value. */
            required: boolean;
            /** @description `input output metadata`. */
            role: string;
            /** @description As schemas write it: `image_file`. */
            type: string;
        };
        /** @description What differs in the examples, by their identifiers: how many, and the first 1,000 identifiers of each kind. */
        DatasetExampleDiffInfo: {
            /**
             * Format: int64
             * @description Examples that only the second has.
             */
            added: number;
            /** @description In the order of rows. */
            added_ids: string[];
            /**
             * Format: int64
             * @description Examples of both with another value.
             */
            changed: number;
            /** @description In the order of rows. */
            changed_ids: string[];
            /**
             * Format: int64
             * @description Examples that only the first has.
             */
            removed: number;
            /** @description In the order of rows. */
            removed_ids: string[];
            /**
             * Format: int64
             * @description Examples of both without a difference.
             */
            same: number;
        };
        /** @description Whether an example matches a query, and why not. */
        DatasetExplanationInfo: {
            /** @description Identifier of the example. */
            id: string;
            /** @description Whether it matches. */
            matches: boolean;
            /** @description The first condition that fails, with its place; null when it matches. */
            reason?: null | string;
        };
        /** @description What differs in the files: how many, and the first 1,000 of each kind. */
        DatasetFileDiffInfo: {
            /** @description In ordinal order of their paths. */
            added: components["schemas"]["DatasetFileInfo"][];
            /**
             * Format: int64
             * @description Files that only the second has.
             */
            added_count: number;
            /** @description As the second has them, in ordinal order of their paths. */
            changed: components["schemas"]["DatasetFileInfo"][];
            /**
             * Format: int64
             * @description Files of both with other content.
             */
            changed_count: number;
            /** @description In ordinal order of their paths. */
            removed: components["schemas"]["DatasetFileInfo"][];
            /**
             * Format: int64
             * @description Files that only the first has.
             */
            removed_count: number;
        };
        /** @description A file of a version. */
        DatasetFileInfo: {
            /** @description Its content, which `/api/v1/artifacts/{digest}` gives. */
            digest: components["schemas"]["Digest"];
            /** @description Relative to the folder of the dataset. */
            path: string;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number;
        };
        /** @description Files of a version. */
        DatasetFilePage: {
            /**
             * Format: int64
             * @description Files on all pages.
             */
            count: number;
            /** @description In ordinal order of their paths. */
            files: components["schemas"]["DatasetFileInfo"][];
            /**
             * Format: int32
             * @description What the next page is asked with as `offset`; null on the last.
             */
            next_offset?: null | number;
        };
        /** @description A dataset of a project. */
        DatasetInfo: {
            /** @description The newest. */
            latest: components["schemas"]["DatasetVersionInfo"];
            /** @description Name of the dataset, unique in the project. */
            name: string;
            /** @description Name of the project. */
            project: string;
            /**
             * Format: int64
             * @description Number of its versions; at least 1.
             */
            versions: number;
        };
        /** @description Datasets of all projects, or of one. */
        DatasetPage: {
            /** @description By project and name. */
            datasets: components["schemas"]["DatasetInfo"][];
            /** @description Where the next page begins; null on the last. */
            next_cursor?: null | string;
        };
        /** @description What the examples of a version hold, element by element. */
        DatasetProfileInfo: {
            /** @description In the order of the schema. */
            columns: components["schemas"]["ColumnProfileInfo"][];
            /**
             * Format: int64
             * @description Number of examples.
             */
            examples: number;
        };
        /** @description What a query found in a version. */
        DatasetQueryInfo: {
            /** @description The examples of the page: `id` and the values, cut as in rows. */
            examples: unknown[];
            /** @description Whether there is a page behind this one. */
            has_next_page: boolean;
            /**
             * Format: int32
             * @description Pages there are.
             */
            pages: number;
            /**
             * Format: int32
             * @description Examples on all pages.
             */
            total: number;
        };
        /** @description An example. */
        DatasetRowInfo: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * Format: int64
             * @description Index of its row, from 0.
             */
            index: number;
            /** @description Values by element; a missing one has no entry. Texts are cut after 2,000 characters, lists after 100 values. */
            values: components["schemas"]["Value"];
        };
        /** @description Examples of a version in the order of their rows. */
        DatasetRowPage: {
            /**
             * Format: int32
             * @description What the next page is asked with as `offset`; null on the last.
             */
            next_offset?: null | number;
            /** @description The examples. */
            rows: components["schemas"]["DatasetRowInfo"][];
        };
        /** @description What differs in the schema. */
        DatasetSchemaDiffInfo: {
            /** @description Elements that only the second has. */
            added: string[];
            /** @description Elements of both that differ. */
            changed: components["schemas"]["DatasetElementChangeInfo"][];
            /** @description Elements that only the first has. */
            removed: string[];
        };
        /** @description What the examples of a version look like. */
        DatasetSchemaInfo: {
            /** @description For people; may be empty. */
            description: string;
            /** @description Inputs, outputs and metadata, in this order. */
            elements: components["schemas"]["DatasetElementInfo"][];
            /** @description Name of the dataset as its schema has it. */
            name: string;
        };
        /** @description A version of a dataset. It never changes; tags move. */
        DatasetVersionInfo: {
            /**
             * Format: date-time
             * @description When it was pushed, or made by a run.
             */
            created_at: string;
            /** @description Name of the dataset. */
            dataset: string;
            /** @description For people; may be empty. */
            description: string;
            /** @description Digest of its files, as `sha256sum` lists them. */
            digest: components["schemas"]["Digest"];
            /** @description The elements of its schema; empty when nobody has read it. */
            elements: components["schemas"]["DatasetElementFactInfo"][];
            /**
             * Format: int64
             * @description Number of examples; null when nobody has counted them.
             */
            examples?: null | number;
            /**
             * Format: int64
             * @description Number of files.
             */
            files: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What it was made from where no run made it: `push` or `deployment`; null when a run did. */
            origin?: null | string;
            /** @description Name of what it was made from; null as `origin`. */
            origin_name?: null | string;
            /** @description Name of the project. */
            project: string;
            run_id?: null | components["schemas"]["RunId"];
            /**
             * Format: int64
             * @description Bytes of all files.
             */
            size: number;
            /** @description Names of its splits. */
            splits: string[];
            /** @description Tags that point to it now. */
            tags: string[];
            /** @description What an input of a step says: `dataset://NAME/VERSION`. */
            uri: string;
            /** @description Name of the version, unique in the dataset. */
            version: string;
        };
        /** @description Versions of a dataset. */
        DatasetVersionPage: {
            /** @description Where the next page begins; null on the last. */
            next_cursor?: null | string;
            /** @description Newest first. */
            versions: components["schemas"]["DatasetVersionInfo"][];
        };
        /** @description Asks a deployment for several decisions, all or none. */
        DecideBatchRequest: {
            /** @description 1 to 1,000. */
            requests: components["schemas"]["DecideRequest"][];
        };
        /** @description Asks a deployment to choose an arm. Either IReadOnlyList&lt;double&gt;? DecideRequest.Context or IReadOnlyDictionary&lt;string, double&gt;? DecideRequest.Fields is given. */
        DecideRequest: {
            /** @description The arms to choose from; null or absent for all that the policy has. */
            arms?: null | string[];
            /** @description The arm that the caller would choose: the answer while the deployment is an apprentice, which needs it. */
            baseline?: null | string;
            /** @description The numbers of the context, in the order of the policy's fields. */
            context?: null | unknown[];
            /** @description Names the decision, so that asking twice decides once; null or absent for a new one. */
            decision_id?: null | string;
            /** @description The features of each arm, for a policy that has them. */
            features?: null | unknown[][];
            /** @description The numbers of the context by the names of the policy's fields. */
            fields?: null | Record<string, never>;
            /** @description Whether each arm may be chosen; null or absent for all. */
            mask?: null | boolean[];
        };
        /** @description Several decisions. */
        DecisionBatch: {
            /** @description In the order of the requests. */
            decisions: components["schemas"]["DecisionInfo"][];
        };
        /** @description Where all decisions and rewards of a deployment are. */
        DecisionBooksInfo: {
            /**
             * Format: int64
             * @description Rewards that were combined with others.
             */
            aggregated: number;
            /** @description Whether every decision and every reward is in exactly one place. */
            balance: boolean;
            /**
             * Format: int64
             * @description How often a late reward changed the reward of a decision.
             */
            corrections: number;
            /**
             * Format: int64
             * @description All decisions: joined, defaulted and pending ones.
             */
            decisions: number;
            /**
             * Format: int64
             * @description Decisions whose wait is over and that got none.
             */
            defaulted: number;
            /**
             * Format: int64
             * @description Rewards that were given in before.
             */
            duplicate: number;
            /**
             * Format: int64
             * @description Decisions whose wait is over and that have a reward.
             */
            joined: number;
            /**
             * Format: int64
             * @description Rewards that came too late.
             */
            late: number;
            /**
             * Format: double
             * @description Sum of the values of late rewards, where they are counted.
             */
            late_value: number;
            /**
             * Format: int64
             * @description Rewards without a known decision.
             */
            orphan: number;
            /**
             * Format: int64
             * @description Decisions whose wait is not over.
             */
            pending: number;
            /**
             * Format: int64
             * @description Those of them that already have a reward.
             */
            pending_with_reward: number;
            /**
             * Format: int64
             * @description All rewards: used, aggregated, duplicate, late and orphan ones.
             */
            rewards: number;
            /**
             * Format: int64
             * @description Rewards that were the first of their decision.
             */
            used: number;
        };
        /** @description A part of the time. */
        DecisionBucketInfo: {
            /**
             * Format: date-time
             * @description Its begin.
             */
            at: string;
            /**
             * Format: int64
             * @description Decisions made in it.
             */
            decisions: number;
            /**
             * Format: double
             * @description Upper end of its interval; null below two.
             */
            high?: null | number;
            /**
             * Format: double
             * @description Lower end of its interval; null below two.
             */
            low?: null | number;
            /**
             * Format: double
             * @description Their mean reward; null without any.
             */
            reward?: null | number;
            /**
             * Format: int64
             * @description Those that are joined or defaulted.
             */
            settled: number;
        };
        /** @description A version of a dataset that was made from the log of a deployment. */
        DecisionExportInfo: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The dataset. */
            dataset: string;
            /** @description The deployment whose log it is. */
            deployment: string;
            /** @description Content of its file. */
            digest: components["schemas"]["Digest"];
            /** @description Name of its file. */
            file: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Whether this request made it; false when the same rows were exported before, and in lists. */
            is_new?: boolean;
            /**
             * @description Which part of the log: `format`, `rows`, `first` and `last` (numbers of decisions), and of `outcome arm
             *     version from to` the filters that were given.
             */
            origin: components["schemas"]["Value"];
            /** @description The project. */
            project: string;
            /**
             * Format: int64
             * @description Size of its file, in bytes.
             */
            size: number;
            /** @description What an input of a step says: `dataset://DATASET/VERSION`. */
            uri: string;
            /** @description The version. */
            version: string;
        };
        /** @description Exports of a deployment. */
        DecisionExportList: {
            /** @description The newest first, at most 1,000. */
            exports: components["schemas"]["DecisionExportInfo"][];
        };
        /** @description What a deployment decided over a time, and what that brought. Intervals cover with 95 %. */
        DecisionFiguresInfo: {
            /** @description The arms with the most decisions, at most 20; where there are more, a last one without a name is all others. */
            arms: components["schemas"]["ArmFiguresInfo"][];
            /**
             * Format: double
             * @description Length of a bucket.
             */
            bucket_seconds: number;
            /** @description The buckets in order, also empty ones. */
            buckets: components["schemas"]["DecisionBucketInfo"][];
            /**
             * Format: int64
             * @description Decisions.
             */
            decisions: number;
            /** @description The older half against the newer half, per number of the context; empty where there is too little to compare. */
            drift: components["schemas"]["FieldDriftInfo"][];
            /**
             * Format: date-time
             * @description Begin of the first bucket.
             */
            from: string;
            /** @description Whether there were more than 100,000 decisions; then only the newest are in it. */
            is_cut: boolean;
            /** @description Decisions by the probability of the chosen arm: above 0 to 0.1, to 0.2 and so on; 10 numbers. */
            propensities: number[];
            /**
             * Format: date-time
             * @description End of the last bucket.
             */
            to: string;
            /** @description Versions by number. */
            versions: components["schemas"]["VersionFiguresInfo"][];
        };
        /** @description What a deployment chose. */
        DecisionInfo: {
            /** @description The chosen arm. */
            arm: string;
            /**
             * Format: int32
             * @description Its index, from 0.
             */
            arm_index: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Names it, for its rewards. */
            decision_id: string;
            /** @description Whether it was made before and is only told again. */
            is_repeated: boolean;
            /**
             * Format: double
             * @description The probability with which the version chose it; in (0, 1].
             */
            propensity: number;
            /** @description What its random numbers were drawn from, in decimal digits: it may be too large for numbers of JavaScript. */
            seed: string;
            /**
             * Format: double
             * @description The probability with which this version was asked.
             */
            share: number;
            /**
             * Format: int64
             * @description The version that chose.
             */
            version: number;
        };
        /** @description A page of decisions. */
        DecisionPageInfo: {
            /** @description The newest first. */
            decisions: components["schemas"]["LoggedDecisionInfo"][];
            /**
             * Format: int64
             * @description The `before` of the next page; null when there is none.
             */
            next?: null | number;
        };
        /** @description A version that was added. */
        DeployedInfo: {
            /** @description The deployment with it. */
            deployment: components["schemas"]["DeploymentInfo"];
            /** @description Whether the deployment was made for it. */
            is_new: boolean;
            /** @description The version. */
            version: components["schemas"]["DeploymentVersionInfo"];
        };
        /** @description A named place that decides. */
        DeploymentInfo: {
            /** @description The alias that follows. */
            alias: string;
            /** @description Versions that decide a share. */
            canaries: components["schemas"]["CanaryInfo"][];
            /**
             * Format: int64
             * @description The version that decides what no canary does.
             */
            champion: number;
            /**
             * Format: date-time
             * @description When its route or settings last changed.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The registered model whose alias follows the champion; null for none. */
            model?: null | string;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Grows with every change of route or settings; from 1.
             */
            revision: number;
            /** @description What it serves: `policy model command`. */
            serves: string;
            /** @description How it decides. */
            settings: components["schemas"]["DeploymentSettingsInfo"];
            /** @description Versions that decide as well, and nobody acts on it. */
            shadows: number[];
        };
        /** @description Deployments by name. */
        DeploymentList: {
            /** @description All of them. */
            deployments: components["schemas"]["DeploymentInfo"][];
        };
        /** @description How a deployment decides. What is null or absent in a request has its default. */
        DeploymentSettingsInfo: {
            apprentice?: null | components["schemas"]["ApprenticeInfo"];
            canary_rule?: null | components["schemas"]["CanaryRuleInfo"];
            /** @description Whether the log holds a decision `before` or `after` it is answered. Default before. */
            durability?: null | string;
            /**
             * Format: double
             * @description How old an answered decision may grow that is not written, from 0.01 to 60. Default 1.
             */
            durability_window_seconds?: null | number;
            /**
             * Format: double
             * @description Share of the decisions spread evenly over the allowed arms. From 0 to 1; default 0.
             */
            exploration_floor?: null | number;
            /** @description What happens to rewards after the wait: `drop count correct`. Default drop. */
            late_rewards?: null | string;
            /** @description How several rewards become one: `first last sum max mean`. Default first. */
            reward_aggregation?: null | string;
            /**
             * Format: double
             * @description Reward of a decision that got none. Default 0.
             */
            reward_default?: null | number;
            /**
             * Format: double
             * @description The highest reward that is taken; null for any.
             */
            reward_high?: null | number;
            /**
             * Format: double
             * @description The lowest reward that is taken; null for any.
             */
            reward_low?: null | number;
            /**
             * Format: double
             * @description How long after its wait a decision is remembered. Default 7 days.
             */
            reward_memory_seconds?: null | number;
            /**
             * Format: double
             * @description How long rewards are waited for. Default 3600.
             */
            reward_wait_seconds?: null | number;
        };
        /** @description A policy, model or program that a deployment can serve. */
        DeploymentVersionInfo: {
            /** @description Who added it, or null. */
            by?: null | string;
            /**
             * Format: date-time
             * @description When it was added.
             */
            created_at: string;
            /** @description For people, or null. */
            description?: null | string;
            /** @description Kind of the policy or model: `lin-ucb`, `onnx`, `command`. */
            kind: string;
            /**
             * Format: int64
             * @description The version of the registered model that it is, or null.
             */
            model_version?: null | number;
            /** @description The policy file, the model file, or the description of a program. */
            policy: components["schemas"]["Digest"];
            /**
             * Format: int64
             * @description From 1.
             */
            version: number;
        };
        /** @description Versions of a deployment, and the changes of what it serves. */
        DeploymentVersionList: {
            /** @description The newest first, at most 100. */
            changes: components["schemas"]["RouteChangeInfo"][];
            /** @description The newest first, at most 1,000. */
            versions: components["schemas"]["DeploymentVersionInfo"][];
        };
        /** @description Adds a version to a deployment, which is made when there is none of the name. */
        DeployRequest: {
            /** @description The alias that follows; null or absent leaves it as it is, `champion` at first. */
            alias?: null | string;
            artifact?: null | components["schemas"]["Digest"];
            command?: null | components["schemas"]["CommandInfo"];
            /** @description For people, at most 2,000 characters. */
            description?: null | string;
            /** @description Metrics that speak for it, at most 100. */
            evidence?: null | components["schemas"]["AliasEvidenceInfo"][];
            /** @description The registered model whose alias follows the champion; null or absent leaves it as it is. */
            model?: null | string;
            /**
             * Format: int64
             * @description The version of the model that the policy is; null or absent when it is none.
             */
            model_version?: null | number;
            /** @description The deployment: 1 to 100 lowercase letters, digits, `.`, `_` and `-`, a letter or digit first. */
            name: string;
            policy?: null | components["schemas"]["Digest"];
            /** @description Why, in at most 2,000 characters. */
            reason?: null | string;
            /** @description What it does at first: `champion canary shadow idle`; null or absent for champion. */
            role?: null | string;
            settings?: null | components["schemas"]["DeploymentSettingsInfo"];
            /**
             * Format: double
             * @description The share of a canary; above 0 and below 1.
             */
            share?: null | number;
        };
        /** @description The SHA-256 of some content, written `sha256:` and 64 lower-case hexadecimal digits. */
        Digest: string;
        /** @description Asks what versions would have earned. */
        EvaluateVersionsRequest: {
            /**
             * Format: date-time
             * @description Decisions made at this time or later; null or absent from the first on.
             */
            from?: null | string;
            /**
             * Format: double
             * @description Probability that an interval covers; above 0 and below 1, default 0.95.
             */
            level?: null | number;
            /**
             * Format: int32
             * @description At most so many, the newest; 2 to 100,000, default 10,000.
             */
            rows?: null | number;
            /**
             * Format: date-time
             * @description Decisions made before this time; null or absent to the last.
             */
            to?: null | string;
            /** @description 1 to 10, each once. */
            versions: number[];
        };
        /** @description A fact from the event log, as data of a server-sent event that has its type as name. */
        EventInfo: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description An object that depends on the type. */
            data: components["schemas"]["Value"];
            /**
             * Format: int64
             * @description Its place in the one order; grows, may have gaps.
             */
            sequence: number;
            /** @description What it is about: `run/ID`. */
            subject: string;
            /** @description Dotted name: `run.ended`. */
            type: string;
        };
        /** @description Trials compared by a measure: paired permutation tests over runs with the same number, two-sided, corrected after Holm. */
        ExperimentPlanComparisonInfo: {
            /** @description What they are compared by. */
            measure: string;
            /** @description What can be found with so few runs, in words. */
            note: string;
            /** @description The comparisons. */
            pairs: components["schemas"]["ExperimentPlanPairInfo"][];
        };
        /** @description A learning curve of all trials on a dataset. */
        ExperimentPlanCurve: {
            /** @description Name of the dataset. */
            dataset: string;
            /** @description Of each trial that has it. */
            lines: components["schemas"]["ExperimentPlanLineInfo"][];
            /** @description Steps at which an experience ends. */
            marks: unknown[];
            /** @description What training called it. */
            name: string;
        };
        /** @description A dataset of an experiment. */
        ExperimentPlanDatasetInfo: {
            /** @description Digest of its content; null when it is not known. */
            digest: null | string;
            /**
             * Format: int32
             * @description Steps of its stream.
             */
            experiences: number;
            /** @description Its name in the plan. */
            name: string;
            /**
             * Format: int32
             * @description Divisions within each.
             */
            partitions: number;
        };
        /** @description A number over runs. */
        ExperimentPlanFigureInfo: {
            /** @description Whether no trial has a better one, and some have a worse one. */
            best: boolean;
            /**
             * Format: double
             * @description Standard deviation with n - 1; null for one run.
             */
            deviation: null | number;
            /**
             * Format: double
             * @description Their mean; null when it is not finite.
             */
            mean: null | number;
            /**
             * Format: int32
             * @description Runs that have it.
             */
            runs: number;
        };
        /** @description How a run of an experiment stands, and what was run. */
        ExperimentPlanInfo: {
            /** @description Revision of the user's code; null when there is none. */
            code_revision: null | string;
            /** @description What it was run on. */
            datasets: components["schemas"]["ExperimentPlanDatasetInfo"][];
            /** @description What the plan says of it; may be empty. */
            description: string;
            /** @description Main metrics that at least one trial has by now, the most important first; at most four. */
            metrics: components["schemas"]["ExperimentPlanMetricInfo"][];
            /** @description Digest of the plan's file; null when it is not known. */
            plan_digest: null | string;
            /** @description How each trial stands on each dataset. */
            progress: components["schemas"]["ExperimentPlanProgressInfo"][];
            /** @description The run. */
            run: components["schemas"]["ExperimentPlanRunInfo"];
            /** @description Seed of what the plan gives no seed; null when it is not known. */
            seed: null | string;
            /** @description Id of its tracking run. */
            tracking_run_id: string;
            /** @description What was tried. */
            trials: components["schemas"]["ExperimentPlanTrialInfo"][];
        };
        /** @description The curve of a trial: mean over runs, and a standard deviation to both sides. At most 300 points. */
        ExperimentPlanLineInfo: {
            /** @description A standard deviation more; null for one run. */
            highs: unknown[];
            /** @description A standard deviation less; null for one run. */
            lows: unknown[];
            /** @description At each step; null where it is not finite. */
            means: unknown[];
            /** @description From 0; experiences follow each other. */
            steps: unknown[];
            /** @description Name of the trial. */
            trial: string;
        };
        /** @description What is kept and what is forgotten: row i is the model after experience i, column j the test set j. */
        ExperimentPlanMatrices: {
            /** @description Name of the dataset. */
            dataset: string;
            /** @description What is computed of a matrix, such as ACC and BWT. */
            figures: components["schemas"]["ExperimentPlanMetricInfo"][];
            /** @description Whether more is better. */
            greater_is_better: boolean;
            /** @description Name of the metric. */
            metric: string;
            /** @description Trials that have one, in the order of the plan. */
            trials: components["schemas"]["ExperimentPlanMatrixInfo"][];
        };
        /** @description The matrix of a trial: means over runs. */
        ExperimentPlanMatrixInfo: {
            /** @description After each experience: the mean over the test sets so far. */
            anytime: unknown[];
            /** @description Standard deviations, row by row; null for one run. */
            deviations: unknown[][];
            /** @description By name; what is not defined is left out. */
            figures: {
                [key: string]: components["schemas"]["ExperimentPlanFigureInfo"];
            };
            /** @description Row by row; null where it is not finite. */
            means: unknown[][];
            /**
             * Format: int32
             * @description Runs that the means are of.
             */
            runs: number;
            /** @description Name of the trial. */
            trial: string;
        };
        /** @description A metric of a table. */
        ExperimentPlanMetricInfo: {
            /** @description Whether more is better; null where neither is, or it is not known. */
            greater_is_better: null | boolean;
            /** @description Whether readers look for it first. */
            main: boolean;
            /** @description What it is, in words; absent for tracked metrics. */
            meaning?: null | string;
            /** @description As it is tracked. */
            name: string;
        };
        /** @description Two trials compared. */
        ExperimentPlanPairInfo: {
            /**
             * Format: double
             * @description The same, corrected for all comparisons by this measure.
             */
            corrected_p: number;
            /** @description Name of a trial. */
            first: string;
            /**
             * Format: double
             * @description The first minus the second.
             */
            mean_difference: number;
            /**
             * Format: double
             * @description How often chance alone gives a difference at least as large.
             */
            p: number;
            /**
             * Format: int32
             * @description Runs that both have.
             */
            runs: number;
            /** @description Name of another one. */
            second: string;
            /** @description Whether double ExperimentPlanPairInfo.CorrectedP is below 0.05. */
            significant: boolean;
        };
        /** @description How a trial stands on a dataset. */
        ExperimentPlanProgressInfo: {
            /** @description Whether everything came from the cache. */
            cached: boolean;
            /** @description Name of the dataset. */
            dataset: string;
            /**
             * Format: int32
             * @description Experiences and partitions that are learned.
             */
            done: number;
            /**
             * Format: date-time
             * @description When it ended; null before.
             */
            ended_at: null | string;
            /**
             * @description Main metrics by name: of each partition those of its last finished experience, over partitions; figures about the whole stream when
             *     all is done. Deviations of these are in the results.
             */
            figures: {
                [key: string]: components["schemas"]["ExperimentPlanFigureInfo"];
            };
            /** @description Tracking runs with the models after the last experience, one for each partition. */
            model_run_ids: string[];
            /** @description The node of the run to look at: the one that failed, the one at work, or the one that sums up. */
            node: string;
            /**
             * Format: int32
             * @description Experiences and partitions there are.
             */
            parts: number;
            /** @description Why it failed or was stopped; null when it was not. */
            reason: null | string;
            /**
             * Format: date-time
             * @description When the first of them began; null before.
             */
            started_at: null | string;
            /** @description `waiting`, `running`, `succeeded`, `failed` or `stopped`. */
            state: string;
            /** @description Id of the tracking run. */
            tracking_run_id: string;
            /** @description Name of the trial. */
            trial: string;
        };
        /** @description What an experiment came to: a table for each dataset. */
        ExperimentPlanResults: {
            /** @description In the order of the plan. */
            datasets: components["schemas"]["ExperimentPlanTable"][];
        };
        /** @description A trial in a table. */
        ExperimentPlanRowInfo: {
            /** @description By metric; what no run has is left out. */
            figures: {
                [key: string]: components["schemas"]["ExperimentPlanFigureInfo"];
            };
            /**
             * Format: int32
             * @description Runs that ended well: one for each partition.
             */
            finished: number;
            /**
             * Format: int32
             * @description All runs.
             */
            runs: number;
            /** @description Name of the trial. */
            trial: string;
        };
        /** @description A run of an experiment of a plan. */
        ExperimentPlanRunInfo: {
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /** @description Names of the datasets, in the order of the plan. */
            datasets: string[];
            /** @description Whether an engine drives it now; null when it is over. */
            driven: null | boolean;
            /**
             * Format: date-time
             * @description When it ended; null while it has not.
             */
            ended_at: null | string;
            /** @description Name of the experiment in the plan. */
            name: string;
            /**
             * Format: int32
             * @description Experiences and partitions of all trials.
             */
            parts: number;
            /** @description Name of the project: the plan's folder. */
            project: string;
            /** @description Why, when it did not simply succeed; else null. */
            reason: null | string;
            /** @description The run that carries it out. */
            run_id: components["schemas"]["RunId"];
            /** @description State of the run. */
            state: string;
            /** @description Names of the trials, in the order of the plan. */
            trials: string[];
        };
        /** @description Runs of experiment plans, newest first. */
        ExperimentPlanRunPage: {
            /** @description For the next page; null on the last one. */
            next_cursor: null | string;
            /** @description One for each run of an experiment. */
            runs: components["schemas"]["ExperimentPlanRunInfo"][];
        };
        /** @description The trials on one dataset. Numbers that are not finite are null. */
        ExperimentPlanTable: {
            /** @description Which differences chance alone does not explain. */
            comparisons: components["schemas"]["ExperimentPlanComparisonInfo"][];
            /** @description Names of learning curves. */
            curves: string[];
            /** @description Name of the dataset. */
            dataset: string;
            /** @description Metrics that there are matrices of, the most important first. */
            matrix_metrics: string[];
            /** @description Columns, the most important first. */
            metrics: components["schemas"]["ExperimentPlanMetricInfo"][];
            /** @description Rows, in the order of the plan. */
            trials: components["schemas"]["ExperimentPlanRowInfo"][];
        };
        /** @description A trial of an experiment. */
        ExperimentPlanTrialInfo: {
            /** @description What the plan says of it; may be empty. */
            description: string;
            /** @description The device that it asked for. */
            device: string;
            /** @description The class of its model. */
            model: string;
            /** @description Its name in the plan. */
            name: string;
            /** @description The strategy of its continual learning; null for none. */
            strategy: null | string;
            /** @description Id of its tracking run; null when it has none. */
            tracking_run_id: null | string;
        };
        /** @description Makes a version of a dataset from decisions with their final rewards, as they are at one moment. */
        ExportDecisionsRequest: {
            /** @description Only with this arm; null or absent for all. */
            arm?: null | string;
            /** @description The dataset; it is made when there is none. 1 to 200 characters without `/`. */
            dataset: string;
            /** @description Name of the version; null or absent to name it by the last decision and the content. */
            dataset_version?: null | string;
            /** @description The form of its file: `csv jsonl parquet`; null or absent for csv. */
            format?: null | string;
            /**
             * Format: date-time
             * @description Only made at this time or later; null or absent for all.
             */
            from?: null | string;
            /** @description Only `joined` or `defaulted` decisions; null or absent for both. */
            outcome?: null | string;
            /** @description The project whose runs read it as `dataset://DATASET/VERSION`. */
            project: string;
            /**
             * Format: date-time
             * @description Only made before this time; null or absent for all.
             */
            to?: null | string;
            /**
             * Format: int64
             * @description Only by this version of the deployment; null or absent for all.
             */
            version?: null | number;
        };
        /** @description How far a number of the context has moved. */
        FieldDriftInfo: {
            /** @description Its name. */
            field: string;
            /**
             * Format: double
             * @description Population stability index of the newer against the older half, in nats.
             */
            psi: number;
            /** @description `stable moderate drifted`. */
            verdict: string;
        };
        /** @description An alias was pointed to a file. */
        FileAliasChange: {
            /**
             * Format: date-time
             * @description When.
             */
            changed_at: string;
            file?: null | components["schemas"]["CatalogFileInfo"];
            /** @description The run whose node did it. */
            run_id: components["schemas"]["RunId"];
        };
        /** @description What an alias pointed to. */
        FileAliasHistory: {
            /** @description Newest first. */
            changes: components["schemas"]["FileAliasChange"][];
        };
        /** @description A name that points to a file. */
        FileAliasInfo: {
            /**
             * Format: date-time
             * @description When it was pointed there.
             */
            changed_at: string;
            file?: null | components["schemas"]["CatalogFileInfo"];
            /** @description The alias. */
            name: string;
            /** @description Name of the project. */
            project: string;
        };
        /** @description Aliases of files. */
        FileAliasList: {
            /** @description By project and name. */
            aliases: components["schemas"]["FileAliasInfo"][];
        };
        /** @description Files of one kind. */
        FileKindInfo: {
            /**
             * Format: int64
             * @description Their sizes together.
             */
            bytes: number;
            /**
             * Format: int64
             * @description How often examples refer to one.
             */
            count: number;
            /** @description In lower case with the point; empty for none. */
            extension: string;
        };
        /** @description Something flows, or has an order. */
        GraphEdgeInfo: {
            /** @description Name of a node run. */
            from: string;
            /** @description What flows; null when it is only an order. */
            label: null | string;
            /** @description Name of the one that waits for it. */
            to: string;
        };
        /** @description A node run in a drawing. */
        GraphNodeInfo: {
            /** @description As in string NodeInfo.Kind. */
            kind: string;
            /** @description As in string NodeInfo.Name. */
            name: string;
            /** @description Name of the task that it is a trial of, or of the sub-graph or loop that it is in; null at the top. */
            parent: null | string;
            /** @description As in string NodeInfo.State. */
            state: string;
            /** @description Name of the step, or null. */
            step: null | string;
        };
        /** @description How the server is. */
        HealthInfo: {
            /** @description What goes on beside the requests. */
            loops?: components["schemas"]["LoopInfo"][];
            /** @description Why it is not well. What is away is told to everybody, the rest to callers who may read; else null. */
            reason?: null | string;
            /** @description `ok` with status 200; `degraded` (something is away; it goes on by itself), `read-only engine-stopped stopping` with 503. */
            status: string;
        };
        /** @description Asks for the histories of one metric of many runs. */
        HistoriesRequest: {
            /** @description The metric. */
            key: string;
            /**
             * Format: int32
             * @description Points of each run, 4 to 100,000; null for 1,000. Of all runs together at most a million.
             */
            max_points?: null | number;
            /** @description 1 to 1,000 ids. */
            run_ids: string[];
        };
        /** @description An input with its files. */
        InputInfo: {
            /** @description Its files. */
            files: components["schemas"]["ArtifactInfo"][];
            /** @description Its name. */
            name: string;
        };
        /** @description From which node down to forget entries. */
        InvalidateCacheRequest: {
            /** @description Only say what would be forgotten. Default false. */
            dry_run?: boolean;
            /** @description Path of a node run of it: `train`, `for-loop-2[1]/say`. */
            node: string;
            /** @description A run; it says the pipeline. */
            run_id: components["schemas"]["RunId"];
        };
        /** @description Until when a run need not be heard of. */
        KeepAliveInfo: {
            /** Format: date-time */
            alive_until: string;
            run_id: string;
        };
        /** @description Says that a run's process is there. */
        KeepAliveRequest: {
            /**
             * Format: int32
             * @description 1 to 86,400: unless it is said again by then, the run is ended as killed.
             */
            seconds: number;
        };
        /** @description A reward as it is kept. */
        KeptRewardInfo: {
            /** @description `used aggregated late`. */
            fate: string;
            /** @description Names it within its decision. */
            reward_id: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * Format: double
             * @description Its value.
             */
            value: number;
        };
        /** @description What made something, and what came of it. */
        LineageInfo: {
            /** @description Its id. */
            id: string;
            /** @description `run logged-model model-version dataset pipeline-run node-run artifact`. */
            kind: string;
            /** @description What came of it. */
            led_to: components["schemas"]["LineageLinkInfo"][];
            /** @description What it came from. */
            made_from: components["schemas"]["LineageLinkInfo"][];
            /** @description For people; may be empty. */
            name: string;
        };
        /** @description Something that stands in a relation to what was asked about. */
        LineageLinkInfo: {
            /** @description Its id; of a node run `RUN/PATH`. */
            id: string;
            /** @description As in string LineageInfo.Kind. */
            kind: string;
            /** @description For people; may be empty. */
            name: string;
            /** @description `parent child input output source reader recorded`. */
            relation: string;
        };
        /** @description A decision as it is logged. */
        LoggedDecisionInfo: {
            /**
             * Format: date-time
             * @description When its wait ends.
             */
            deadline: string;
            /** @description What was chosen. */
            decision: components["schemas"]["DecisionInfo"];
            /**
             * Format: int64
             * @description Its place in the log; grows.
             */
            number: number;
            /** @description `pending joined defaulted`. */
            outcome: string;
            /** @description What was asked: `context`, and `arms`, `features` and `mask` where they were given. */
            request: components["schemas"]["Value"];
            /**
             * Format: double
             * @description Its final reward; null while it is pending.
             */
            reward?: null | number;
            /** @description The rewards that were kept for it; empty in lists. */
            rewards: components["schemas"]["KeptRewardInfo"][];
            /** @description What shadows would have chosen. */
            shadows: components["schemas"]["ShadowInfo"][];
            /** @description `server client`: whether the server chose, or a program that has the policy and told afterwards. */
            source: string;
        };
        /** @description What a log earned. */
        LoggedRewardInfo: {
            /**
             * Format: double
             * @description Upper end of its interval of 95 %.
             */
            high: number;
            /**
             * Format: double
             * @description Lower end of its interval of 95 %.
             */
            low: number;
            /**
             * Format: double
             * @description Mean reward.
             */
            value: number;
        };
        /** @description How a background loop is. */
        LoopInfo: {
            /**
             * Format: int32
             * @description Failures in a row.
             */
            failures?: number;
            /**
             * Format: date-time
             * @description When a turn last went well.
             */
            last_beat?: null | string;
            /** @description The loop. */
            name: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /** @description `running`, `waiting` (it failed and tries again) or `stopped`. */
            state: string;
            /** @description Why it waits; null unless it does. */
            waiting_for?: null | string;
        };
        /** @description A decision that a program made by itself with a version of a deployment. Either context or fields are given. */
        MadeDecisionInfo: {
            /** @description The chosen arm. */
            arm: string;
            /** @description The arms that were there to choose from; null or absent for all that the policy has. */
            arms?: null | string[];
            /**
             * Format: date-time
             * @description When; at most 5 minutes ahead of the server's clock and 365 days behind it. The wait for rewards ends by this time.
             */
            at: string;
            /** @description The numbers of the context, in the order of the policy's fields. */
            context?: null | unknown[];
            /** @description Names the decision, so that telling it twice counts once. */
            decision_id: string;
            /** @description The features of each arm, for a policy that has them. */
            features?: null | unknown[][];
            /** @description The numbers of the context by the names of the policy's fields. */
            fields?: null | Record<string, never>;
            /** @description Whether each arm was allowed; null or absent for all. */
            mask?: null | boolean[];
            /**
             * Format: double
             * @description The probability with which the version chose it; in (0, 1].
             */
            propensity: number;
            /** @description What its random numbers were drawn from: 64 bits in decimal digits. */
            seed: string;
            /**
             * Format: double
             * @description The probability with which this version was asked; in (0, 1], null or absent for 1.
             */
            share?: null | number;
            /**
             * Format: int64
             * @description The version that chose; one of the deployment's.
             */
            version: number;
        };
        /** @description Whom to write, and through which server. */
        MailTargetInfo: {
            /** @description A bare address. */
            from: string;
            /** @description Name of the variable that holds the password, or null. */
            password?: null | string;
            /** @description `smtp://HOST:PORT` or `smtps://HOST:PORT`. */
            server: string;
            /** @description Bare addresses, 1 to 50. */
            to: string[];
            /** @description Name of the variable that holds the name to log in with, or null. */
            user?: null | string;
        };
        /** @description An estimate. */
        MethodEstimateInfo: {
            /**
             * Format: double
             * @description Upper end of its interval.
             */
            high: number;
            /**
             * Format: double
             * @description Lower end of its interval.
             */
            low: number;
            /** @description `doubly-robust snips ips direct`. */
            method: string;
            /**
             * Format: double
             * @description Mean reward per decision.
             */
            value: number;
        };
        /** @description Contents that the artifact store lacks. */
        MissingContentInfo: {
            /** @description Digests, in the order of the request, each once. */
            missing: unknown[];
        };
        /** @description Asks which contents the artifact store lacks. */
        MissingContentRequest: {
            /** @description Digests, at most int MissingContentRequest.MaxDigests. */
            digests: unknown[];
        };
        /** @description An input or output of a model. */
        ModelFieldInfo: {
            /** @description Its name. */
            name: string;
            /** @description Lengths of its dimensions, the rows first; -1 for any. */
            shape: number[];
            /** @description Type of its values: `float64 float32 int64 string bool`. */
            type: string;
        };
        /** @description Moves an alias of a registered model to a version. */
        MoveAliasRequest: {
            /** @description Metrics that speak for the move, at most 100; null or absent for none. */
            evidence?: null | components["schemas"]["AliasEvidenceInfo"][];
            /** @description Why, for those who ask later; 1 to 2,000 characters. */
            reason: string;
            /**
             * Format: int64
             * @description The number of the version.
             */
            version: number;
        };
        /** @description A node run. */
        NodeInfo: {
            /** @description Artifacts that a typed node gave, by output; absent for a command. */
            artifacts?: null | {
                [key: string]: components["schemas"]["TypedArtifactInfo"][];
            };
            attempt_id?: null | components["schemas"]["AttemptId"];
            /**
             * Format: int32
             * @description Tries so far.
             */
            attempts: number;
            /** @description `off` (not asked), `miss`, `hit`, or `reused`: the run itself named the earlier result. */
            cache: string;
            /** @description The commands that ran. */
            commands: string[];
            /**
             * Format: double
             * @description Processor time in seconds; null before the end.
             */
            cpu_seconds?: null | number;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: null | string;
            /** @description Artifacts of a typed node's inputs, by input; absent for a command. */
            input_artifacts?: null | {
                [key: string]: components["schemas"]["TypedArtifactInfo"][];
            };
            /** @description Inputs with their files. */
            inputs: components["schemas"]["InputInfo"][];
            /**
             * Format: int32
             * @description Iterations of a loop; null for everything else.
             */
            iterations?: null | number;
            /** @description `execution task approval ...` */
            kind: string;
            /** @description Latest metadata. */
            metadata: components["schemas"]["Value"];
            /** @description Its path: `train[2]`. */
            name: string;
            /** @description What it gave: files of a command, values by name of a typed node. */
            outputs: components["schemas"]["NodeOutputs"];
            /** @description Values in use; empty before the start. */
            parameters: components["schemas"]["Value"];
            /**
             * Format: int64
             * @description Largest resident memory in bytes; null before the end.
             */
            peak_memory_bytes?: null | number;
            /**
             * Format: double
             * @description Seconds that it waited for room, over all tries, rounded to milliseconds; absent when it never did. Not part of double? NodeInfo.Seconds.
             */
            queued_seconds?: null | number;
            /** @description Why, when it did not simply succeed. */
            reason?: null | string;
            /**
             * Format: double
             * @description From its start to its end, rounded to milliseconds; null while there is no end.
             */
            seconds?: null | number;
            /**
             * Format: date-time
             * @description When it began to run.
             */
            started_at?: null | string;
            /**
             * @description `waiting awaiting-approval awaiting-answer queued running backing-off succeeded failed skipped not-triggered upstream-failed
             *             cancelled`.
             */
            state: string;
            /** @description Name of the step, or null. */
            step?: null | string;
            wait?: null | components["schemas"]["NodeWaitInfo"];
            /** @description Things that went wrong without deciding the outcome. */
            warnings: string[];
        };
        /** @description Node runs of a run. */
        NodeList: {
            /** @description In the graph's order, children behind their parent. */
            nodes: components["schemas"]["NodeInfo"][];
        };
        /**
         * @description What a node run gave: of a command the files it left behind (a list), of a typed node its values by output (an object). Exactly one of
         *     the two is there.
         */
        NodeOutputs: components["schemas"]["ArtifactInfo"][] | Record<string, never>;
        /** @description What a node run waits for. */
        NodeWaitInfo: {
            /**
             * Format: date-time
             * @description When it counts as not answered; null for never.
             */
            expires_at?: null | string;
            /** @description By what an answer finds it. */
            key: string;
            /** @description What is asked, in the words of the node's kind. */
            question: components["schemas"]["Value"];
            /** @description What it waits for, for people. */
            waits_for: string;
        };
        /** @description Something that has not arrived. */
        NotificationDeliveryInfo: {
            /**
             * Format: int32
             * @description Tries so far.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was written down.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description The next try, or null.
             */
            due_at?: null | string;
            /** @description What is told. */
            event: string;
            /**
             * Format: uuid
             * @description The same at each try.
             */
            id: string;
            /** @description Name of the notification. */
            notification: string;
            /** @description Why the last try failed, or null. */
            reason?: null | string;
            /** @description `waiting` or `set-aside`. */
            state: string;
        };
        /** @description What has not arrived. */
        NotificationDeliveryList: {
            /** @description The newest first. */
            deliveries: components["schemas"]["NotificationDeliveryInfo"][];
        };
        /** @description A notification. Secrets are there by the names of their variables. */
        NotificationInfo: {
            /**
             * Format: date-time
             * @description When it was first seen so; null in the answer to a change.
             */
            created_at?: null | string;
            email?: null | components["schemas"]["MailTargetInfo"];
            /** @description Its name. */
            name: string;
            /** @description What is told. */
            on: string[];
            /** @description Only of this pipeline; null for all. */
            pipeline?: null | string;
            /** @description The project whose file declares it; null when it was put over the API. */
            project?: null | string;
            webhook?: null | components["schemas"]["WebhookTargetInfo"];
        };
        /** @description Notifications. */
        NotificationList: {
            /** @description Those that were put, by name, then the newest of each name that project files declare. */
            notifications: components["schemas"]["NotificationInfo"][];
        };
        /** @description What came of an example. */
        NotificationTestInfo: {
            /** @description Why it was not taken, or null. */
            error?: null | string;
            /**
             * Format: int32
             * @description The number that HTTP or SMTP answered, or null.
             */
            status?: null | number;
            /** @description Whether it was taken. */
            success: boolean;
        };
        /** @description How numbers are distributed. */
        NumberProfileInfo: {
            /** @description Bounds of the bins, ascending; one more than counts. */
            bounds: unknown[];
            /**
             * Format: int64
             * @description Finite numbers; at least 1.
             */
            count: number;
            /** @description Numbers per bin, at most 32 bins. */
            counts: number[];
            /**
             * Format: double
             * @description Their sample standard deviation; null for a single number.
             */
            deviation?: null | number;
            /**
             * Format: double
             * @description The largest.
             */
            max: number;
            /**
             * Format: double
             * @description Their mean; null when it is beyond a double.
             */
            mean?: null | number;
            /** @description What they are: `value`, `length` of texts, `seconds` since 1970 of moments, `bytes` of files. */
            measure: string;
            /**
             * Format: double
             * @description The smallest.
             */
            min: number;
            /** @description By share. */
            quantiles: components["schemas"]["QuantileInfo"][];
            /**
             * Format: double
             * @description By how much a share can be wrong in quantiles and histogram; 0 when they are exact.
             */
            rank_error: number;
        };
        /** @description What "best" means. */
        ObjectiveInfo: {
            /** @description `maximize minimize`. */
            direction: string;
            /** @description `NODE.metadata.KEY`. */
            metric: string;
        };
        /** @description What became of an occurrence. */
        OccurrenceInfo: {
            /**
             * Format: date-time
             * @description When it was decided, or null while it waits.
             */
            at?: null | string;
            /** @description `cron:TIME`, `every:TIME`, `event:SEQUENCE`, `hook:ID` or `hand:ID`. */
            occurrence: string;
            /** @description `waiting starting started skipped failed`. */
            outcome: string;
            /** @description Why it has no run, or null. */
            reason?: null | string;
            run_id?: null | components["schemas"]["RunId"];
            /** @description How the run stands, or null. */
            run_state?: null | string;
        };
        /** @description A pipeline of a project. */
        PipelineInfo: {
            /** @description Its name. */
            name: string;
            /** @description Names of its nodes. */
            nodes: string[];
            /** @description Names of its own parameters. */
            parameters: string[];
        };
        /** @description What would happen to a node if the run started now. */
        PlannedNodeInfo: {
            /** @description `run hit unknown` */
            action: string;
            /** @description Commands that would run, as far as they are known. */
            commands: string[];
            /** @description The node run's path, as far as it is known beforehand. */
            name: string;
            /** @description Why. */
            reason: string;
        };
        /** @description What a model said. */
        PredictionInfo: {
            outputs?: null | components["schemas"]["Value"];
            predictions?: null | components["schemas"]["Value"];
            /**
             * Format: int64
             * @description The version that was asked; of several policies, that of the first row.
             */
            version: number;
        };
        /** @description Asks a model. Either `instances` or `inputs`. */
        PredictRequest: {
            inputs?: null | components["schemas"]["Value"];
            instances?: null | components["schemas"]["Value"];
        };
        /** @description What went wrong, as `application/problem+json` (RFC 9457). Every answer from 400 on has this shape. */
        Problem: {
            /** @description Stable and dotted, for programs: `run.unknown`, `auth.required`. */
            code: string;
            /** @description What was wrong this time, or null. */
            detail?: null | string;
            /** @description Each refused place of the input, in its order; empty when the input was not the problem. */
            errors?: components["schemas"]["ProblemPlace"][];
            /** @description What the caller can do about it, or null. */
            remedy?: null | string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind of problem in a few words; the same for every answer with this code. */
            title: string;
            /** @description Names this answer in the server's log. */
            trace_id?: null | string;
            /** @description `urn:gyre:problem:CODE`. */
            type: string;
        };
        /** @description A refused place of the input. */
        ProblemPlace: {
            /** @description Stable and dotted. */
            code: string;
            /**
             * Format: int32
             * @description From 1; null when it is not known.
             */
            column?: null | number;
            /** @description Name of the document, or null for the request's body. */
            file?: null | string;
            /**
             * Format: int32
             * @description From 1; null when it is not known.
             */
            line?: null | number;
            /** @description What is wrong and what was given. */
            message: string;
            /** @description Keys and indexes from the root; empty at the root. */
            path?: string;
            /** @description What the caller can do about it, or null. */
            remedy?: null | string;
        };
        /** @description A registered project. */
        ProjectInfo: {
            /**
             * Format: date-time
             * @description When it was registered.
             */
            created_at: string;
            /** @description Names of its cycles; empty in lists. */
            cycles?: string[];
            /** @description Why its file cannot be used now; empty when it can, and in lists. */
            errors?: components["schemas"]["ProblemPlace"][];
            /** @description Its folder on the server's machine. */
            folder: string;
            /** @description Its name. */
            name: string;
            /** @description Its pipelines; empty in lists. */
            pipelines?: components["schemas"]["PipelineInfo"][];
            /** @description Names of its steps; empty in lists. */
            steps?: string[];
            /** @description What its file says that works, but probably not as meant; empty in lists. */
            warnings?: components["schemas"]["ProblemPlace"][];
        };
        /** @description Registered projects by name. */
        ProjectList: {
            /** @description The projects. */
            projects: components["schemas"]["ProjectInfo"][];
        };
        /** @description Makes a version the champion. */
        PromoteRequest: {
            /** @description Metrics that speak for it, at most 100. */
            evidence?: null | components["schemas"]["AliasEvidenceInfo"][];
            /**
             * Format: int64
             * @description The version that must serve now, or the promotion is refused; null or absent for any.
             */
            expected?: null | number;
            /** @description Why, in at most 2,000 characters. */
            reason?: null | string;
            /**
             * Format: int64
             * @description The version that shall serve.
             */
            version: number;
        };
        /** @description A notification, without its name. */
        PutNotificationRequest: {
            email?: null | components["schemas"]["MailTargetInfo"];
            /** @description What is told: words such as `run-failed`, or types of events. */
            on: string[];
            /** @description Only of this pipeline; null for all. */
            pipeline?: null | string;
            webhook?: null | components["schemas"]["WebhookTargetInfo"];
        };
        /** @description A value for a variable of a project. */
        PutVariableRequest: {
            /** @description Whether it is stored encrypted, masked, and never shown again. Null or absent: false. */
            secret?: null | boolean;
            /** @description The value; at most 64 KiB. */
            value: string;
        };
        /** @description A quantile. */
        QuantileInfo: {
            /**
             * Format: double
             * @description In (0, 1).
             */
            share: number;
            /**
             * Format: double
             * @description The smallest value that at least this share of the numbers does not exceed.
             */
            value: number;
        };
        /** @description Tells a deployment what was decided elsewhere, all or none. */
        RecordDecisionsRequest: {
            /** @description 1 to 1,000. */
            decisions: components["schemas"]["MadeDecisionInfo"][];
        };
        /** @description That a decision is in the log. */
        RecordedDecisionInfo: {
            /** @description The decision. */
            decision_id: string;
            /** @description Whether it was there before. */
            is_repeated: boolean;
        };
        /** @description That decisions are in the log. */
        RecordedDecisions: {
            /** @description In their order. */
            decisions: components["schemas"]["RecordedDecisionInfo"][];
        };
        /** @description Registers a folder of the server's machine. */
        RegisterProjectRequest: {
            /** @description Absolute path of a folder with a project file. */
            folder: string;
            /** @description Name; default the folder's. */
            name?: null | string;
        };
        /** @description Makes the triggers of a project those that its file declares. Either string? RegisterTriggersRequest.Project or string? RegisterTriggersRequest.Folder is given. */
        RegisterTriggersRequest: {
            /** @description Absolute path of a project's folder on the server's machine; it becomes registered. */
            folder?: null | string;
            /** @description Name of a registered project. */
            project?: null | string;
        };
        /** @description An occurrence that would have been. */
        ReplayedInfo: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The occurrence. */
            occurrence: string;
            /** @description What its run would have been given. */
            parameters: components["schemas"]["Value"];
            /** @description Why it would have had no run, or null. */
            skipped?: null | string;
        };
        /** @description Goes on after a stop. */
        ResumeCycleRequest: {
            /**
             * Format: int32
             * @description A new limit of turns in all, from 1; null keeps the old one.
             */
            max_iterations?: null | number;
        };
        /** @description Things of one kind whose time is over. */
        RetentionInfo: {
            /**
             * Format: int64
             * @description Their bytes, as far as known.
             */
            bytes: number;
            /**
             * Format: int64
             * @description How many would be removed now.
             */
            count: number;
            /** @description For how long such things are kept, in the words of the home's configuration. */
            kept_for: string;
            /** @description Name of the rule. */
            rule: string;
            /** @description What it is about, for people. */
            what: string;
        };
        /** @description What became of several rewards. */
        RewardBatch: {
            /** @description In their order. */
            rewards: components["schemas"]["RewardInfo"][];
        };
        /** @description What several decisions brought; all are taken or none. */
        RewardBatchRequest: {
            /** @description 1 to 10,000. */
            rewards: components["schemas"]["RewardRequest"][];
        };
        /** @description What became of a reward. */
        RewardInfo: {
            /** @description Its decision. */
            decision_id: string;
            /** @description `used aggregated duplicate late orphan`. */
            fate: string;
            /** @description Names it. */
            reward_id: string;
        };
        /** @description What a decision brought. */
        RewardRequest: {
            /** @description The decision. */
            decision_id: string;
            /** @description Names the reward within its decision, so that giving it twice counts once; null or absent for a new one. */
            reward_id?: null | string;
            /**
             * Format: date-time
             * @description When it happened; null or absent for now.
             */
            time?: null | string;
            /**
             * Format: double
             * @description Higher is better; finite.
             */
            value: number;
        };
        /** @description Lets the champion before the last promotion serve again. */
        RollBackRequest: {
            /** @description Metrics that speak for it, at most 100. */
            evidence?: null | components["schemas"]["AliasEvidenceInfo"][];
            /** @description Why, in at most 2,000 characters. */
            reason?: null | string;
        };
        /** @description A change of what a deployment serves. */
        RouteChangeInfo: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who did it, or null. */
            by?: null | string;
            /** @description Metrics that speak for it. */
            evidence: components["schemas"]["AliasEvidenceInfo"][];
            /**
             * Format: int64
             * @description The champion before; null for a new deployment.
             */
            from_version?: null | number;
            /** @description `created promoted rolled-back configured`. */
            kind: string;
            /** @description Why, or null. */
            reason?: null | string;
            /**
             * Format: int64
             * @description The revision that it made.
             */
            revision: number;
            /**
             * Format: int64
             * @description The champion after.
             */
            to_version: number;
        };
        /** @description What came of a change. */
        RouteResultInfo: {
            change?: null | components["schemas"]["RouteChangeInfo"];
            /** @description As it is now. */
            deployment: components["schemas"]["DeploymentInfo"];
            /** @description Why there was nothing to change, or null. */
            note?: null | string;
        };
        /** @description A run to be drawn. */
        RunGraphInfo: {
            /** @description What flows between them. */
            edges: components["schemas"]["GraphEdgeInfo"][];
            /** @description In the graph's order, children behind their parent. */
            nodes: components["schemas"]["GraphNodeInfo"][];
        };
        /**
         * Format: uuid
         * @description One execution of a pipeline.
         */
        RunId: string;
        /** @description A run: what the API answers and the command line prints, in lists and alone. */
        RunInfo: {
            /** @description Artifacts by the pipeline's typed outputs; absent like Value? RunInfo.Outputs. */
            artifacts?: null | {
                [key: string]: components["schemas"]["TypedArtifactInfo"][];
            };
            /** @description The commit the code is from, or null. */
            commit?: null | string;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            cycle_id?: null | components["schemas"]["CycleId"];
            /** @description Whether files differed from the commit. */
            dirty: boolean;
            /** @description Whether an engine executes it now; false when its engine is gone or none has begun it. Absent when it is over. */
            driven?: null | boolean;
            /**
             * Format: date-time
             * @description When it ended; null while it has not.
             */
            ended_at?: null | string;
            /**
             * Format: int32
             * @description Attempts that were really started.
             */
            executions: number;
            /** @description Its node runs in the graph's order, children behind their parent; absent where only the run was asked for. */
            nodes?: null | components["schemas"]["NodeInfo"][];
            outputs?: null | components["schemas"]["Value"];
            /** @description Values given to it. */
            parameters: components["schemas"]["Value"];
            parent_run_id?: null | components["schemas"]["RunId"];
            /** @description Name of the pipeline. */
            pipeline: string;
            /** @description Name of the project. */
            project: string;
            /** @description Why, when it did not simply succeed. */
            reason?: null | string;
            /** @description Branch, tag or text by which the commit was asked for, or null. */
            reference?: null | string;
            /** @description How to go on with a run that no engine executes; absent otherwise. */
            remedy?: null | string;
            /** @description The revision of the code: a commit, or `~` and a digest; null when it is not known. */
            revision?: null | string;
            /** @description Its id. */
            run_id: components["schemas"]["RunId"];
            /**
             * Format: double
             * @description From its acceptance to its end, rounded to milliseconds; null while there is no end.
             */
            seconds?: null | number;
            /** @description `running cancelling succeeded failed cancelled stopped`. */
            state: string;
            /** @description Tags for people. */
            tags: string[];
            /** @description A title for people. */
            title: string;
            /**
             * Format: int32
             * @description Which turn, from 1; null outside a cycle.
             */
            turn?: null | number;
        };
        /** @description What a run gives by its pipeline's typed outputs. */
        RunOutputsInfo: {
            /** @description Artifacts by output. */
            artifacts: {
                [key: string]: components["schemas"]["TypedArtifactInfo"][];
            };
            /** @description Values by output. */
            outputs: components["schemas"]["Value"];
        };
        /** @description A page of runs, newest first. */
        RunPage: {
            /**
             * Format: int64
             * @description How many runs fit the query in all; absent when nobody asked.
             */
            count?: null | number;
            /** @description Give it back as `cursor` for the next page; null on the last one. */
            next_cursor?: null | string;
            /** @description The runs. */
            runs: components["schemas"]["RunInfo"][];
        };
        /** @description What would run. */
        RunPlanInfo: {
            /** @description The nodes in the graph's order. */
            nodes: components["schemas"]["PlannedNodeInfo"][];
        };
        /** @description What a deployment serves, and how it answered. */
        ServedInfo: {
            /** @description What it takes; empty where only the program knows. */
            inputs: components["schemas"]["ModelFieldInfo"][];
            /** @description Its kind. */
            kind: string;
            /** @description What it gives; empty where only the program knows. */
            outputs: components["schemas"]["ModelFieldInfo"][];
            /** @description What it serves: `policy model command`. */
            serves: string;
            /**
             * Format: int64
             * @description The champion.
             */
            version: number;
            /** @description How its versions answered in this server. */
            versions: components["schemas"]["ServedVersionInfo"][];
        };
        /** @description How a version answered since this server first asked it. */
        ServedVersionInfo: {
            /**
             * Format: int64
             * @description Of these, those that it answered otherwise, or not at all.
             */
            differing: number;
            /**
             * Format: int64
             * @description Requests that it could not answer.
             */
            failures: number;
            /**
             * Format: double
             * @description Median of the times it took; 0 without any.
             */
            median_seconds: number;
            /**
             * Format: int64
             * @description Requests that it answered.
             */
            requests: number;
            /**
             * Format: int64
             * @description Rows in them.
             */
            rows: number;
            /**
             * Format: int64
             * @description Requests that it saw as a shadow.
             */
            shadowed: number;
            /**
             * Format: double
             * @description The time that 99 % stayed below; 0 without any.
             */
            slow_seconds: number;
            /**
             * Format: int64
             * @description The version.
             */
            version: number;
        };
        /** @description Who the pages are shown to. */
        SessionInfo: {
            /** @description What changing requests of this session send as `X-Gyre-Csrf`; null when there is no session. */
            csrf?: null | string;
            /** @description Name of the token, or `local`; null when not signed in. */
            name?: null | string;
            /** @description Whether somebody who is not signed in sees nothing: a token was made, or they are on another machine. */
            required: boolean;
            /** @description `admin read`; null when not signed in. */
            scope?: null | string;
            /** @description Whether the request came from somebody who may look: by a session, or because no token is needed. */
            signed_in: boolean;
            /** @description Version of the server. */
            version: string;
        };
        /** @description What a shadow would have chosen, or the champion while it is an apprentice. */
        ShadowInfo: {
            /** @description The arm. */
            arm: string;
            /**
             * Format: double
             * @description The probability with which an apprentice would have chosen what the caller chose; null for shadows.
             */
            baseline?: null | number;
            /**
             * Format: double
             * @description With which probability.
             */
            propensity: number;
            /**
             * Format: int64
             * @description The shadow.
             */
            version: number;
        };
        /** @description Signs in. */
        SignInRequest: {
            /** @description A token for people or programs. */
            token: string;
        };
        /** @description Asks for the first turn of a declared cycle. Exactly one of string? StartCycleRequest.Project, string? StartCycleRequest.Folder and CodeRequest? StartCycleRequest.Code is given. */
        StartCycleRequest: {
            /** @description A host name: what steps send there by HTTPS is answered by this server. Null for none. */
            api_alias?: null | string;
            code?: null | components["schemas"]["CodeRequest"];
            concurrency?: null | components["schemas"]["ConcurrencyRequest"];
            /** @description Name of the cycle in the project. */
            cycle: string;
            /** @description Absolute path of a project's folder on the server's machine; it becomes registered. */
            folder?: null | string;
            parameters?: null | components["schemas"]["Value"];
            /** @description Name of a registered project. */
            project?: null | string;
            /** @description Secrets for all steps of every turn, kept encrypted and masked wherever they are printed; null for none. */
            secrets?: null | {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description Seed of everything that is drawn; null for 0.
             */
            seed?: null | number;
            /** @description A title for people; default the cycle's name. */
            title?: null | string;
            /** @description False: the cache is neither asked nor filled. Null or absent: true. */
            use_cache?: null | boolean;
            /** @description Variables for all steps of every turn, before their own and the project's; null for none. */
            variables?: null | {
                [key: string]: string;
            };
        };
        /** @description Asks for a run. Exactly one of string? StartRunRequest.Project, string? StartRunRequest.Folder and CodeRequest? StartRunRequest.Code is given. */
        StartRunRequest: {
            /** @description A host name: what steps send there by HTTPS is answered by this server. Null for none. */
            api_alias?: null | string;
            code?: null | components["schemas"]["CodeRequest"];
            concurrency?: null | components["schemas"]["ConcurrencyRequest"];
            /** @description Absolute path of a project's folder on the server's machine; it becomes registered. Not open to steps. */
            folder?: null | string;
            parameters?: null | components["schemas"]["Value"];
            /** @description Name of the pipeline. */
            pipeline: string;
            /** @description Name of a registered project. */
            project?: null | string;
            /** @description Secrets for all steps of the run, kept encrypted and masked wherever they are printed; null for none. */
            secrets?: null | {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description Seed of everything that is drawn; null for 0.
             */
            seed?: null | number;
            /** @description A title for people; default the pipeline's name. */
            title?: null | string;
            turns?: null | components["schemas"]["TurnLimitsRequest"];
            /** @description False: the cache is neither asked nor filled. Null or absent: true. */
            use_cache?: null | boolean;
            /** @description Variables for all steps of the run, before their own and the project's; null for none. */
            variables?: null | {
                [key: string]: string;
            };
        };
        /** @description What a home keeps, and what a collection would free. */
        StorageInfo: {
            /** @description `files s3`. */
            artifacts: string;
            /**
             * Format: int64
             * @description Their bytes.
             */
            content_bytes: number;
            /**
             * Format: int64
             * @description Contents that are in use, or too young to be collected.
             */
            contents: number;
            /** @description `sqlite postgresql`. */
            database: string;
            /**
             * Format: int64
             * @description Size of the database in bytes.
             */
            database_bytes: number;
            /** @description What is kept for a time, by rule. */
            rules: components["schemas"]["RetentionInfo"][];
            /**
             * Format: int64
             * @description Contents that nothing refers to; `gyre gc` removes them.
             */
            unreferenced: number;
            /**
             * Format: int64
             * @description Their bytes.
             */
            unreferenced_bytes: number;
        };
        /** @description Content that is in the artifact store. */
        StoredContentInfo: {
            /** @description What it is. */
            digest: components["schemas"]["Digest"];
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        /** Format: binary */
        Stream: string;
        /** @description Lets a tag point to a version. */
        TagDatasetRequest: {
            /** @description Name of the version, another tag, or `latest`. */
            version: string;
        };
        /** @description A token without its secret. */
        TokenInfo: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it ends; null for never.
             */
            expires_at?: null | string;
            /** @description Its id. */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, by a program or by a browser that signed in with it; to the minute. Null for never.
             */
            last_used_at?: null | string;
            /** @description For people. */
            name: string;
            /**
             * Format: date-time
             * @description When it was revoked, or null.
             */
            revoked_at?: null | string;
            /** @description `admin read`. */
            scope: string;
            /** @description The token itself: only in the answer to its making, and never again, not even to the same request repeated. */
            token?: null | string;
        };
        /** @description Tokens, newest first. */
        TokenList: {
            /** @description Without their secrets. */
            tokens: components["schemas"]["TokenInfo"][];
        };
        /** @description What is wanted of runs. A list that is null or absent means all keys, an empty one none. */
        TrackingColumns: {
            /** @description Whether data and models that went in and came out are wanted; null: true. */
            inputs?: null | boolean;
            /** @description Keys of metrics. */
            metrics?: null | string[];
            /** @description Keys of params. */
            params?: null | string[];
            /** @description Keys of tags. */
            tags?: null | string[];
        };
        /** @description A history in columns, which is a third of the size of a list of points. */
        TrackingCurve: {
            /** @description The run. */
            run_id: string;
            /** @description The training step of each point. */
            steps: number[];
            /** @description Milliseconds since 1970, in the order of histories: by timestamp, step and value. */
            timestamps: number[];
            /**
             * Format: int64
             * @description How many points there are; more than are given when the history was thinned.
             */
            total: number;
            /** @description A number, or `{"$float": "nan"}`, of each point. */
            values: unknown[];
        };
        /** @description Data that a run read. */
        TrackingDataset: {
            digest: string;
            name: string;
        };
        /** @description Histories of one metric. */
        TrackingHistories: {
            /** @description In the order of the request, each run once. A run that is not known or has no such metric has no points. */
            curves: components["schemas"]["TrackingCurve"][];
            /** @description The metric. */
            key: string;
        };
        /** @description The history of a metric. */
        TrackingHistory: {
            /** @description The metric. */
            key: string;
            /** @description By timestamp, step and value. Of a thinned history the first, least, greatest and last of each stretch. */
            points: components["schemas"]["TrackingPoint"][];
            /** @description The run. */
            run_id: string;
            /**
             * Format: int64
             * @description How many points there are; more than are given when the history was thinned.
             */
            total: number;
        };
        /** @description A metric's present value. */
        TrackingMetric: {
            /** @description Its name. */
            key: string;
            /**
             * Format: int64
             * @description The training step; may be negative.
             */
            step: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970.
             */
            timestamp: number;
            /** @description A number, or `{"$float": "nan"}`. */
            value: components["schemas"]["Value"];
        };
        /** @description Metrics that have changed, as data of a server-sent event `metrics`. */
        TrackingMetricList: {
            metrics: components["schemas"]["TrackingMetric"][];
        };
        /** @description A name with a value. */
        TrackingPair: {
            key: string;
            value: string;
        };
        /** @description A point of a metric. */
        TrackingPoint: {
            /**
             * Format: int64
             * @description The training step.
             */
            step: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970.
             */
            timestamp: number;
            /** @description A number, or `{"$float": "nan"}`. */
            value: components["schemas"]["Value"];
        };
        /** @description A tracking run with what was logged to it. */
        TrackingRunInfo: {
            /** @description Address of its artifacts. */
            artifact_uri: string;
            /** @description Data that it read. */
            datasets: components["schemas"]["TrackingDataset"][];
            /**
             * Format: int64
             * @description The same; null until it has ended.
             */
            end_time?: null | number;
            /**
             * Format: int64
             * @description Its experiment.
             */
            experiment: number;
            /** @description The present value of each metric, by key. */
            metrics: components["schemas"]["TrackingMetric"][];
            /** @description Ids of models that it read. */
            model_inputs: string[];
            /** @description Ids of models that it made. */
            model_outputs: string[];
            /** @description For people. */
            name: string;
            /** @description Params, by key. */
            params: components["schemas"]["TrackingPair"][];
            /** @description 32 hexadecimal digits. */
            run_id: string;
            /** @description `active` or `deleted`. */
            stage: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, as the client said.
             */
            start_time: number;
            /** @description `running scheduled finished failed killed`. */
            status: string;
            /** @description Tags, by key. */
            tags: components["schemas"]["TrackingPair"][];
            /** @description Who started it; may be empty. */
            user: string;
        };
        /** @description A page of tracking runs. */
        TrackingRunPage: {
            /**
             * Format: int64
             * @description How many there are in all pages; null when nobody asked.
             */
            count?: null | number;
            /** @description Give it back as `page_token`; null on the last page. */
            next_page_token?: null | string;
            /** @description In order. */
            runs: components["schemas"]["TrackingRunInfo"][];
        };
        /** @description Asks for tracking runs. */
        TrackingSearchRequest: {
            columns?: null | components["schemas"]["TrackingColumns"];
            /** @description True: the answer says how many runs there are in all pages. */
            count?: null | boolean;
            /** @description Ids of experiments; null or absent for all that are not deleted, empty for none. */
            experiments?: null | number[];
            /** @description False: the filter knows only clauses with AND between them. Null or true: also OR, NOT and brackets. */
            extended?: null | boolean;
            /** @description What has to hold: `metrics.loss &lt; 0.1 OR NOT (params.model = 'a' AND tags.kind = 'b')`; null or empty for nothing. */
            filter?: null | string;
            /**
             * Format: int32
             * @description 1 to 10,000; null: 100.
             */
            max_results?: null | number;
            /** @description Keys with `ASC` or `DESC`; null for the newest first. */
            order_by?: null | string[];
            /** @description From the page before, with the same query; null for the first. */
            page_token?: null | string;
            /** @description `active deleted all`; null: active. */
            view?: null | string;
        };
        /** @description What a firing does when it cannot start at once. */
        TriggerConcurrencyInfo: {
            /**
             * Format: int32
             * @description Runs of the trigger at the same time, 1 to 100.
             */
            max_running: number;
            /** @description `skip queue cancel-previous`. */
            mode: string;
            /**
             * Format: int32
             * @description Of `queue`: how many may wait, 1 to 1,000.
             */
            queue_bound: number;
        };
        /** @description A trigger as its project declares it. What its rules came to is in TriggerInfo. */
        TriggerDefinitionInfo: {
            /** @description What a firing does while a run of the trigger is under way. */
            concurrency: components["schemas"]["TriggerConcurrencyInfo"];
            /**
             * Format: double
             * @description The least time between two starts, in seconds; 0 for none.
             */
            cool_down_seconds: number;
            /** @description Whether the project declares it as enabled; bool TriggerInfo.Enabled is false also after somebody disabled it. */
            enabled: boolean;
            /**
             * Format: int32
             * @description How many runs that trigger each other may follow on one another, 1 to 100.
             */
            max_depth: number;
            /**
             * Format: int32
             * @description After so many failures in a row it is suspended, 1 to 1,000.
             */
            max_failures: number;
            /**
             * Format: int32
             * @description The most starts in any hour, 1 to 10,000; further firings are skipped.
             */
            max_starts_per_hour: number;
            /** @description What becomes of times that were missed; for schedules and intervals. */
            missed: components["schemas"]["TriggerMissedInfo"];
            /** @description Parameters that its runs are given, by name as in the file. */
            parameters: components["schemas"]["TriggerParameterInfo"][];
            /** @description What makes it fire. */
            source: components["schemas"]["TriggerSourceInfo"];
        };
        /**
         * Format: uuid
         * @description A trigger of a project.
         */
        TriggerId: string;
        /** @description A rule that starts runs. */
        TriggerInfo: {
            /**
             * Format: date-time
             * @description When its definition was last changed.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was registered.
             */
            created_at: string;
            /** @description What its project declares: schedule, filter, limits and what its runs are given. */
            definition: components["schemas"]["TriggerDefinitionInfo"];
            /** @description Whether it is on. */
            enabled: boolean;
            /**
             * Format: int32
             * @description Failures since the last success.
             */
            failures: number;
            /** @description Folder of the project on the server's machine. */
            folder: string;
            /**
             * Format: date-time
             * @description When it last started a run, or null.
             */
            last_start?: null | string;
            /** @description Its name, unique in the project. */
            name: string;
            /**
             * Format: date-time
             * @description When its schedule is due next, or null.
             */
            next_due?: null | string;
            /** @description The latest occurrences, the latest first; empty in lists. */
            occurrences: components["schemas"]["OccurrenceInfo"][];
            /** @description Name of the pipeline it starts. */
            pipeline: string;
            /** @description Why the last event that could not be judged could not, or null. */
            problem?: null | string;
            /** @description Name of the project. */
            project: string;
            /** @description Its runs that have not ended. */
            running: unknown[];
            /** @description Why it starts nothing more until somebody enables it again, or null. */
            set_aside?: null | string;
            /** @description Its id. */
            trigger_id: components["schemas"]["TriggerId"];
            /** @description Occurrences that wait for their start. */
            waiting: string[];
            /** @description What makes it occur, for people. */
            when: string;
        };
        /** @description Triggers by project and name. */
        TriggerList: {
            /** @description Without their occurrences. */
            triggers: components["schemas"]["TriggerInfo"][];
        };
        /** @description What becomes of times at which no server was there. */
        TriggerMissedInfo: {
            /**
             * Format: int32
             * @description Of `all`: how many are made up for at most, the latest ones.
             */
            bound: number;
            /** @description `last skip all`. */
            mode: string;
            /**
             * Format: double
             * @description A firing that is later than this counts as missed, in seconds.
             */
            tolerance_seconds: number;
        };
        /** @description A parameter that a triggered run is given: a value, or an expression that computes it. */
        TriggerParameterInfo: {
            /** @description The CEL expression over `event` that computes it; absent when it is always the same. */
            expression?: null | string;
            /** @description The pipeline's parameter, or `node.parameter`. */
            name: string;
            value?: null | components["schemas"]["Value"];
        };
        /** @description What makes a trigger fire. Fields that its kind does not have are absent. */
        TriggerSourceInfo: {
            /**
             * Format: int32
             * @description Of `event`: how many events make one firing.
             */
            count?: null | number;
            /** @description Of `cron`: five fields, six with seconds first, or `@daily` and the like. */
            cron?: null | string;
            /** @description Of `event`: the type of the events, as `alias.moved`. */
            event_type?: null | string;
            /**
             * Format: double
             * @description Of `every`: seconds between two firings.
             */
            every_seconds?: null | number;
            /** @description Of `event`: the CEL expression that an event must fulfil to count; absent when every event counts. */
            filter?: null | string;
            /** @description Of `event`: the CEL expression whose values are counted apart; absent when all events are counted together. */
            group?: null | string;
            /** @description `cron every event run-ended webhook manual`. */
            kind: string;
            /** @description Of `run-ended`: the pipeline whose runs are watched. */
            pipeline?: null | string;
            /** @description Of `webhook`: the server's environment variable with the signing secret; absent when none is named and all requests are refused. */
            secret_variable?: null | string;
            /** @description Of `run-ended`: how these runs must have ended. */
            states?: null | string[];
            /** @description Of `event`: the CEL expression that says how much an event counts; absent when each counts 1. */
            weight?: null | string;
            /**
             * Format: double
             * @description Of `event`: seconds within which these events must happen; absent for however long it takes.
             */
            window_seconds?: null | number;
            /** @description Of `cron`: the IANA time zone in which its times are meant. */
            zone?: null | string;
        };
        /** @description When a trigger would have fired. */
        TriggerTestInfo: {
            /**
             * Format: int32
             * @description How many events of the log were looked at.
             */
            events: number;
            /** @description The earliest first, at most 1000. */
            firings: components["schemas"]["ReplayedInfo"][];
            /** @description False when there would have been more. */
            is_whole: boolean;
        };
        /** @description One turn. */
        TurnInfo: {
            /**
             * Format: double
             * @description Best value up to here, or null.
             */
            best_so_far?: null | number;
            /**
             * Format: int32
             * @description Node runs that were answered from the cache.
             */
            cache_hits: number;
            /**
             * Format: date-time
             * @description When the run was accepted.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it ended, or null.
             */
            ended_at?: null | string;
            /**
             * Format: int32
             * @description Attempts that were really started.
             */
            executions: number;
            /** @description Scalar metadata of the nodes, `NODE.KEY`. */
            metrics: components["schemas"]["Value"];
            /**
             * Format: double
             * @description The objective's value, or null.
             */
            objective?: null | number;
            /** @description Parameters given to the run. */
            parameters: components["schemas"]["Value"];
            /** @description Its run. */
            run_id: components["schemas"]["RunId"];
            /**
             * Format: double
             * @description From its acceptance to its end, rounded to milliseconds; null while there is no end.
             */
            seconds?: null | number;
            /** @description Where the run stands. */
            state: string;
            /**
             * Format: int32
             * @description From 1.
             */
            turn: number;
        };
        /** @description How far a cycle may go that steps make by starting the next turn. */
        TurnLimitsRequest: {
            /**
             * Format: int32
             * @description The most executions over all turns, from 1; null for no limit.
             */
            max_executions?: null | number;
            /**
             * Format: int32
             * @description The most turns, from 1; null for 100.
             */
            max_iterations?: null | number;
            objective?: null | components["schemas"]["ObjectiveInfo"];
        };
        /** @description How a turn went. */
        TurnProgress: {
            /**
             * Format: double
             * @description Best value up to here, or null.
             */
            best_so_far: null | number;
            /**
             * Format: double
             * @description The objective's value, or null.
             */
            objective: null | number;
            /** @description Where its run stands. */
            state: string;
            /**
             * Format: int32
             * @description From 1.
             */
            turn: number;
        };
        /** @description An artifact with its type and properties. */
        TypedArtifactInfo: {
            /** @description Its files; one with an empty path when it is one file. */
            files: components["schemas"]["ArtifactInfo"][];
            /** @description Its properties. */
            metadata: components["schemas"]["Value"];
            /** @description Its name. */
            name: string;
            /** @description Its type: `system.Model`. */
            type: string;
            /** @description Where it lies, when that is not the store; else null. */
            uri?: null | string;
        };
        /**
         * @description A value as people write it in YAML and programs send it in JSON. Integers and floats stay apart (`1` is not `1.0`),
         *     because a step sees the difference on its command line. Equality is by content; a map keeps and compares its order.
         */
        Value: unknown;
        /** @description A value and how often it is there. */
        ValueCountInfo: {
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /** @description The value; texts are cut after 200 characters. */
            value: string;
        };
        /** @description A variable of a project. */
        VariableInfo: {
            /**
             * Format: date-time
             * @description When it was last set.
             */
            changed_at: string;
            /** @description Who set it. */
            changed_by: string;
            /** @description Its name. */
            name: string;
            /** @description The project. */
            project: string;
            /** @description Whether its value is encrypted and never shown. */
            secret: boolean;
            /** @description Its value; null for a secret. */
            value?: null | string;
        };
        /** @description Variables by project and name. */
        VariableList: {
            /** @description Values of secrets are left out. */
            variables: components["schemas"]["VariableInfo"][];
        };
        /** @description What versions would have earned. */
        VersionComparisonInfo: {
            /** @description One per version, in the order asked for. */
            candidates: components["schemas"]["VersionEstimateInfo"][];
            /** @description Whether there were more. */
            is_cut: boolean;
            /** @description What the log earned. */
            logged: components["schemas"]["LoggedRewardInfo"];
            /**
             * Format: int32
             * @description Decisions that were used: joined and defaulted ones.
             */
            rows: number;
        };
        /** @description What a version would have earned. */
        VersionEstimateInfo: {
            /**
             * Format: double
             * @description So many rows of its own would say as much.
             */
            effective_sample_size: number;
            /** @description One per estimator. */
            estimates: components["schemas"]["MethodEstimateInfo"][];
            /** @description Kind of its policy. */
            kind: string;
            /**
             * Format: double
             * @description The largest weight of a row.
             */
            largest_weight: number;
            /**
             * Format: double
             * @description Share of the version's probability on arms that the log has; from 0 to 1.
             */
            supported_share: number;
            /**
             * Format: int64
             * @description Its number.
             */
            version: number;
            /** @description Why the estimates may be wrong, a sentence each; empty where nothing speaks against them. */
            warnings: string[];
        };
        /** @description A version. */
        VersionFiguresInfo: {
            /**
             * Format: int64
             * @description Decisions it made.
             */
            decisions: number;
            /**
             * Format: double
             * @description Upper end of its interval; null below two.
             */
            high?: null | number;
            /**
             * Format: double
             * @description Lower end of its interval; null below two.
             */
            low?: null | number;
            /**
             * Format: double
             * @description Their mean reward; null without any.
             */
            reward?: null | number;
            /**
             * Format: int64
             * @description Those that are joined or defaulted.
             */
            settled: number;
            /**
             * Format: int64
             * @description Its number.
             */
            version: number;
        };
        /** @description Where to post. */
        WebhookTargetInfo: {
            /** @description Name of the variable of the server's environment that holds the secret; null for no signature. */
            secret?: null | string;
            /** @description The address. */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    GetArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": components["schemas"]["Stream"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PutArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                digest: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["Stream"];
                "application/octet-stream": components["schemas"]["Stream"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredContentInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FindMissing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MissingContentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissingContentInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListCache: {
        parameters: {
            query?: {
                /** @description 1 to 1000; default 100 */
                limit?: string;
                /** @description Only entries of this pipeline */
                pipeline?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CacheEntryList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ClearCache: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ClearCacheRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CacheCleared"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    InvalidateCache: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvalidateCacheRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CacheInvalidated"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListAliases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAliasList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetAliasHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alias: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAliasHistory"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListComponents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComponentList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListCycles: {
        parameters: {
            query?: {
                /** @description 1 to 1000, with progress=true to 100; default 100 */
                limit?: string;
                /** @description Set to true to include how the turns went; default false */
                progress?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CycleList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StartCycle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartCycleRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CycleInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetCycle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cycle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CycleInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ResumeCycle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                cycle: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResumeCycleRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CycleInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StopCycle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                cycle: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CycleInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDatasets: {
        parameters: {
            query?: {
                /** @description 'next_cursor' of the previous page, with the same filters */
                cursor?: string;
                /** @description 1 to 500; default 100 */
                limit?: string;
                /** @description Only datasets of this project */
                project?: string;
                /** @description Only datasets with this text in their name */
                text?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetDiff: {
        parameters: {
            query?: {
                /** @description The version that is compared with: its name, a tag or 'latest'; required */
                from?: string;
                /** @description The version that is compared; required */
                to?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDiffInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetDrift: {
        parameters: {
            query?: {
                /** @description The version that is compared with: its name, a tag or 'latest'; required */
                from?: string;
                /** @description The version that is compared; required */
                to?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDriftInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TagDatasetVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                dataset: string;
                project: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagDatasetRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UntagDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                dataset: string;
                project: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDatasetVersions: {
        parameters: {
            query?: {
                /** @description 'next_cursor' of the previous page */
                cursor?: string;
                /** @description 1 to 500; default 100 */
                limit?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersionPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ExplainDatasetQuery: {
        parameters: {
            query?: {
                /** @description Identifier of the example; required */
                id?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Value"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetExplanationInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDatasetFiles: {
        parameters: {
            query?: {
                /** @description 1 to 500; default 100 */
                limit?: string;
                /** @description Files to skip, at most 1000000 */
                offset?: string;
                /** @description Only files whose path begins so: 'files/img/' */
                under?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetFilePage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetImage: {
        parameters: {
            query?: {
                /** @description As examples name it, below files/; required */
                path?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": components["schemas"]["Stream"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetProfileInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QueryDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Value"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetQueryInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDatasetRows: {
        parameters: {
            query?: {
                /** @description 1 to 200; default 50 */
                limit?: string;
                /** @description Rows to skip, at most 1000000 */
                offset?: string;
            };
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetRowPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDatasetSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                project: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSchemaInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDeployments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Deploy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeployRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployedInfo"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployedInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DeleteDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDecisionBooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionBooksInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Decide: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DecideBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideBatchRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionBatch"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDecisions: {
        parameters: {
            query?: {
                /** @description Only with this arm */
                arm?: string;
                /** @description The 'next' of the page before */
                before?: string;
                /** @description Only made at this time or later */
                from?: string;
                /** @description 1 to 1000; default 100 */
                limit?: string;
                /** @description Only 'pending', 'joined' or 'defaulted' ones */
                outcome?: string;
                /** @description Only made before this time */
                to?: string;
                /** @description Only by this version */
                version?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionPageInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecordDecisions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordDecisionsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedDecisions"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedDecisionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    EvaluateVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluateVersionsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionComparisonInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDecisionExports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionExportList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ExportDecisions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportDecisionsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionExportInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDecisionFigures: {
        parameters: {
            query?: {
                /** @description Into how many equal parts the time is divided; 1 to 500, default 60 */
                buckets?: string;
                /** @description Decisions made at this time or later */
                from?: string;
                /** @description Decisions made before this time */
                to?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionFiguresInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDecisionLog: {
        parameters: {
            query?: {
                /** @description Only with this arm */
                arm?: string;
                /** @description 'csv', 'jsonl' or 'parquet'; default csv */
                format?: string;
                /** @description Only made at this time or later */
                from?: string;
                /** @description Only 'joined' or 'defaulted' ones */
                outcome?: string;
                /** @description Only made before this time */
                to?: string;
                /** @description Only by this version */
                version?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetDeploymentPolicy: {
        parameters: {
            query?: {
                /** @description The version; default the champion */
                version?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Predict: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetPredictions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PromoteVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoteRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteResultInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Reward: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RewardMany: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardBatchRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardBatch"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RollBackDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollBackRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteResultInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ConfigureDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigureDeploymentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteResultInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDeploymentVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentVersionList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StreamEvents: {
        parameters: {
            query?: {
                /** @description Only events after this number; default: new events only */
                after?: string;
                /** @description Only events of these types, separated by commas; default all */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EventInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListExperimentPlanRuns: {
        parameters: {
            query?: {
                /** @description 'next_cursor' of the previous page, with the same filters */
                cursor?: string;
                /** @description 1 to 200; default 50 */
                limit?: string;
                /** @description Only runs of the experiment with this name */
                name?: string;
                /** @description Only runs of this project: the name of the plan's folder */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentPlanRunPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetExperimentPlanRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentPlanInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetExperimentPlanCurve: {
        parameters: {
            query?: {
                /** @description Name of the dataset */
                dataset?: string;
                /** @description Name of the curve */
                name?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentPlanCurve"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetExperimentPlanMatrices: {
        parameters: {
            query?: {
                /** @description Name of the dataset */
                dataset?: string;
                /** @description Name of the metric */
                metric?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentPlanMatrices"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetExperimentPlanReport: {
        parameters: {
            query?: {
                /** @description html or markdown; default html */
                format?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetExperimentPlanResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentPlanResults"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListAliasMoves: {
        parameters: {
            query?: {
                /** @description Only of this alias */
                alias?: string;
                /** @description 1 to 1000; default 100 */
                limit?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasMoveList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MoveModelAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                alias: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveAliasRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasMoveInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PutNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutNotificationRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationInfo"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DeleteNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TestNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTestInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListDeliveries: {
        parameters: {
            query?: {
                /** @description 1 to 1000; default 100 */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationDeliveryList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RetryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RegisterProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterProjectRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RemoveProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListRuns: {
        parameters: {
            query?: {
                /** @description Set to true to include how many runs there are in all */
                count?: string;
                /** @description 'next_cursor' of the previous page, with the same filters and order */
                cursor?: string;
                /** @description 1 to 1000; default 100 */
                limit?: string;
                /** @description Runs to skip, at most 10000000; not together with cursor */
                offset?: string;
                /** @description created, ended, duration, state or pipeline, with '-' in front for descending order; default -created */
                order_by?: string;
                /** @description Only runs of this pipeline */
                pipeline?: string;
                /** @description Only runs of this project */
                project?: string;
                /** @description Only runs accepted at this time or later (ISO 8601) */
                since?: string;
                /** @description Only runs in one of these states, separated by commas */
                state?: string;
                /** @description Only runs with this text in the title, or at the start of the id */
                text?: string;
                /** @description Set to true for runs in which a node waits for an answer */
                waiting?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StartRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetRun: {
        parameters: {
            query?: {
                /** @description Set to true to include outputs, artifacts and node runs; default false */
                nodes?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AnswerNode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DecideApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalAnswer"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetArchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": components["schemas"]["Stream"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListAttempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ExplainCache: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CacheExplanationInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CancelRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StreamRunEvents: {
        parameters: {
            query?: {
                /** @description Only events after this number; default 0 */
                after?: string;
                /** @description Only events of these types, separated by commas; default all */
                type?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EventInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetGraph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunGraphInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetLog: {
        parameters: {
            query?: {
                /** @description Number of lines of text, 1 to 10000; default 1000 */
                tail?: string;
            };
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListNodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetOutput: {
        parameters: {
            query?: {
                /** @description Path of the file; required */
                path?: string;
            };
            header?: never;
            path: {
                node: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": components["schemas"]["Stream"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetRunResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOutputsInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ResumeRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PlanRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPlanInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSessionList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    EndSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetStorage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CreateToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTokenRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RevokeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CompareTrackingRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetMetricHistories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistoriesRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingHistories"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetTrackingRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingRunInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KeepTrackingRunAlive: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepAliveRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeepAliveInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetMetricHistory: {
        parameters: {
            query?: {
                /** @description 4 to 100000; default 1000 */
                max_points?: string;
            };
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingHistory"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StreamTrackingRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["TrackingMetricList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SearchTrackingRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrackingSearchRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingRunPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListTriggers: {
        parameters: {
            query?: {
                /** @description Only triggers of this project */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RegisterTriggers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterTriggersRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetTrigger: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: never;
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RemoveTrigger: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DisableTrigger: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    EnableTrigger: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FireTrigger: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OccurrenceInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReceiveHook: {
        parameters: {
            query?: {
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
            };
            header?: never;
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OccurrenceInfo"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OccurrenceInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TestTrigger: {
        parameters: {
            query?: {
                /** @description Start of the time range; default one day ago */
                from?: string;
                /** @description Project of the trigger; required if several projects have a trigger with this name */
                project?: string;
                /** @description End of the time range; default now */
                to?: string;
            };
            header?: never;
            path: {
                trigger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerTestInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVariables: {
        parameters: {
            query?: {
                /** @description Only variables of this project */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PutVariable: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutVariableRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableInfo"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableInfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DeleteVariable: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes repeated sends of the same request take effect only once */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    GetHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthInfo"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthInfo"];
                };
            };
        };
    };
    GetMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
